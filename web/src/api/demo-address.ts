import { useSuspenseQuery } from '@tanstack/react-query';
import { type DemoPlaces, sessionQuery } from './session.ts';

/** Leads an address of the demonstrated site to its stand-in; every other address stays as it is. */
export function openableAddress(url: string, demo: DemoPlaces | null): string {
  if (!demo?.siteUrl || !demo.sourcePage || !URL.canParse(url) || !URL.canParse(demo.siteUrl)) return url;
  const asked = new URL(url);
  if (asked.origin !== new URL(demo.siteUrl).origin) return url;
  // Part by part: a path that starts with two slashes would name another host.
  const there = new URL(demo.sourcePage);
  there.pathname = asked.pathname;
  there.search = asked.search;
  there.hash = asked.hash;
  return there.href;
}

/** How an address is opened here: in a demonstration the site's own address leads nowhere. */
export function useOpenable(): (url: string) => string {
  const { data } = useSuspenseQuery(sessionQuery);
  return (url) => openableAddress(url, data.demo);
}
