import type { Age } from '../knowledge/index.ts';
import { ageOf, freshnessFields } from './rendering.ts';

/** How to go on, for a caller who sees the text alone. */
export function nextCall(tool: string, cursor: string | null): string {
  return cursor === null ? '' : ` More follows: call ${tool} again with the same arguments and cursor "${cursor}".`;
}

/** How old what is shown may be, and when everything was last compared with its source. */
export function ageNote(age: Age): string {
  return age.sweptAt === null ? ageOf(age) : `${ageOf(age)} Mirror last swept ${age.sweptAt}.`;
}

export function ageFields(age: Age) {
  return { ...freshnessFields(age), swept_at: age.sweptAt };
}
