import type { Tool } from '../tool.ts';
import { health } from './health.ts';
import { outline } from './outline.ts';
import { read } from './read.ts';
import { recentChanges } from './recent-changes.ts';
import { related } from './related.ts';
import { search } from './search.ts';
import { sources } from './sources.ts';

/** Every tool, in the order in which an agent is told of them. */
export const tools = [search, read, outline, related, health, recentChanges, sources] as unknown as readonly Tool[];
