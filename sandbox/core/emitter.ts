type Listener<Payload> = (payload: Payload) => void;

/** Typed events within one process. Listeners run in order, at once; one that throws does not stop the others. */
export interface Emitter<Events extends object> {
  on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): () => void;
  /** Hears every event. */
  onAny(listener: (name: keyof Events & string, payload: Events[keyof Events]) => void): () => void;
  emit<Name extends keyof Events & string>(name: Name, payload: Events[Name]): void;
}

export function createEmitter<Events extends object>(): Emitter<Events> {
  const named = new Map<string, Set<Listener<never>>>();
  const every = new Set<(name: keyof Events & string, payload: Events[keyof Events]) => void>();
  return {
    on(name, listener) {
      const listeners = named.get(name) ?? new Set();
      named.set(name, listeners);
      listeners.add(listener as Listener<never>);
      return () => listeners.delete(listener as Listener<never>);
    },
    onAny(listener) {
      every.add(listener);
      return () => every.delete(listener);
    },
    emit(name, payload) {
      const calls = [
        ...[...(named.get(name) ?? [])].map((listener) => () => listener(payload as never)),
        ...[...every].map((listener) => () => listener(name, payload)),
      ];
      const failures: unknown[] = [];
      for (const call of calls) {
        try {
          call();
        } catch (failure) {
          failures.push(failure);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, `listeners of ${name} failed`);
    },
  };
}
