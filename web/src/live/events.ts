import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { orgPath } from '../api/http.ts';
import { onHealed, serverAnswered, serverMissing } from './reachability.ts';

/** Which groups of answers a notice of the server makes old. */
const groups: Readonly<Record<string, readonly string[]>> = {
  connection: ['connection'],
  provision: ['provision', 'connection'],
  run: ['run', 'connection'],
  event: ['connection'],
  index: ['index', 'connection'],
};
const every = ['connection', 'provision', 'run', 'index', 'people'];

const GATHER_MS = 250;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 5000;

function topicOf(data: string): string {
  try {
    return String((JSON.parse(data) as { topic?: unknown }).topic);
  } catch {
    return '';
  }
}

/** Reads again what the server says has changed, a few times a second at most. */
function createRefresher(client: QueryClient, org: string) {
  const old = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    mark(topic: string): void {
      for (const group of groups[topic] ?? every) old.add(group);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const group of old) void client.invalidateQueries({ queryKey: ['org', org, group] });
        old.clear();
      }, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

function listen(client: QueryClient, org: string): () => void {
  const refresher = createRefresher(client, org);
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;
  let heard = false;

  const hear = (event: MessageEvent<string>) => refresher.mark(topicOf(event.data));
  const open = (): void => {
    source = new EventSource(orgPath(org, '/events'));
    source.onopen = () => {
      wait = FIRST_RETRY_MS;
      serverAnswered();
      // Between two streams notices may have been missed, however short it was.
      if (heard) refresher.mark('everything');
      heard = true;
    };
    source.onmessage = hear;
    source.addEventListener('change', hear);
    source.onerror = () => {
      source?.close();
      retry = setTimeout(() => void probe(), wait);
      wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    };
  };
  const probe = async (): Promise<void> => {
    try {
      // A stream that ends is ordinary; only a server that does not answer either is gone.
      await fetch('/health/live', { cache: 'no-store' });
      serverAnswered();
    } catch {
      serverMissing();
    }
    open();
  };
  // What was missed while the stream was down is read again.
  const stopHealing = onHealed(() => refresher.mark('everything'));
  open();
  return () => {
    clearTimeout(retry);
    refresher.stop();
    stopHealing();
    source?.close();
  };
}

/** Keeps every page of an organization true while it is open. */
export function useLiveEvents(org: string): void {
  const client = useQueryClient();
  useEffect(() => listen(client, org), [client, org]);
}
