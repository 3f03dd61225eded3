import type { Occurrence } from './words.ts';

/** Weight of a place: title, heading, label or path, body. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/** Postgres keeps no place beyond this one, and no more than 255 places of a term (manual, 12.9). */
const LAST_PLACE = 16_383;
const MOST_PLACES = 255;
/** A vector holds less than 1 MiB; letters count for at most four bytes. */
const MOST_LETTERS = 200_000;

/** Filters stand in the vector as terms that no text gives, so that the one index answers everything. */
export const markers = {
  organization: (id: string) => `~o:${id}`,
  repository: (id: string) => `~r:${id}`,
  space: (key: string) => `~s:${key.toLowerCase()}`,
  label: (label: string) => `~l:${label.toLowerCase()}`,
  /** Two words that leave no term stand side by side. */
  pair: (words: string) => `~p:${words}`,
  /** The term stands in the title or a heading. */
  headed: (term: string) => `~h:${term}`,
} as const;

/** A term as Postgres reads it in a vector or a query. */
export function quoteTerm(term: string): string {
  return `'${term.replace(/['\\]/g, '$&$&')}'`;
}

/** Collects terms with places and weights, and gives them as the text of a `tsvector`. */
export class VectorDraft {
  readonly #places = new Map<string, string[]>();
  #letters = 0;

  add(occurrences: readonly Occurrence[], weight: Weight): void {
    for (const { term, place } of occurrences) {
      if (this.#letters > MOST_LETTERS) return;
      this.#place(term, `${Math.min(place, LAST_PLACE)}${weight === 'D' ? '' : weight}`);
      if (weight === 'A' || weight === 'B') this.mark(markers.headed(term));
    }
  }

  mark(marker: string): void {
    if (!this.#places.has(marker)) this.#places.set(marker, []);
  }

  terms(): Iterable<string> {
    return this.#places.keys();
  }

  toString(): string {
    const entries: string[] = [];
    for (const [term, places] of this.#places)
      entries.push(places.length === 0 ? quoteTerm(term) : `${quoteTerm(term)}:${places.join(',')}`);
    return entries.join(' ');
  }

  #place(term: string, place: string): void {
    const places = this.#places.get(term);
    this.#letters += places ? 1 : term.length + 4;
    if (!places) this.#places.set(term, [place]);
    else if (places.length < MOST_PLACES) places.push(place);
  }
}
