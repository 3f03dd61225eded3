import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { orgPath } from '../api/http.ts';
import { sessionQuery } from '../api/session.ts';
import { doubtServer, onHealed } from './reachability.ts';

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
/** The server says each quarter of a minute that a stream lives. */
const SILENCE_MS = 40_000;

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
  /** Ends the silence of an open stream, or opens the next one. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;
  /** What is shown was read just now. */
  let fresh = !document.hidden;

  const close = (): void => {
    clearTimeout(timer);
    source?.close();
  };
  const lose = (): void => {
    close();
    // A stream that ends is ordinary, or the server is gone, or the session has ended.
    void doubtServer();
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
  };
  const hear = (): void => {
    clearTimeout(timer);
    timer = setTimeout(lose, SILENCE_MS);
  };
  const open = (): void => {
    close();
    // A browser opens few connections to a server: those that nobody looks at must not hold them.
    if (document.hidden) {
      fresh = false;
      return;
    }
    source = new EventSource(orgPath(org, '/events'));
    hear();
    source.onopen = () => {
      wait = FIRST_RETRY_MS;
      hear();
      // Between two streams notices may have been missed, however short it was.
      if (!fresh) refresher.mark('everything');
      fresh = false;
    };
    source.addEventListener('heartbeat', hear);
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      hear();
      refresher.mark(topicOf(data));
    });
    source.onerror = lose;
  };
  // What was missed while the server was gone is read again.
  const stopHealing = onHealed(() => {
    refresher.mark('everything');
    open();
  });
  document.addEventListener('visibilitychange', open);
  open();
  return () => {
    document.removeEventListener('visibilitychange', open);
    refresher.stop();
    stopHealing();
    close();
  };
}

/** Keeps every page of an organization true while it is open. */
export function useLiveEvents(org: string): void {
  const client = useQueryClient();
  useEffect(() => listen(client, org), [client, org]);
}
