import type { SearchQuery } from '../../core/ports/chunk-index.ts';
import type { Found, Lookup } from './lookup.ts';
import type { Question } from './question.ts';
import { markers, quoteTerm } from './vector.ts';
import { bareTerm, type Occurrence } from './words.ts';

/** A term and how much a match of it says. */
export interface Weighted {
  readonly term: string;
  /** The word as it may stand in the index: itself, and its stems in other languages. What matches best counts. */
  readonly forms: readonly string[];
  readonly weight: number;
}

/** Which chunks are looked at, and how their terms count. */
export interface Selection {
  /** `tsquery` texts with the most chunks to take of each, the most telling first. */
  readonly queries: readonly { readonly text: string; readonly limit: number }[];
  /** What the chunks taken must match besides: looked at row by row, so not part of the queries. */
  readonly phrases: string | null;
  readonly terms: readonly Weighted[];
  /** True where the first query alone covers every chunk that matches at all. */
  readonly complete: boolean;
}

/** Chunks of which ranking is computed; more would take too long, and rarer words tell more. */
const MOST_CANDIDATES = 900;
const MOST_OF_COMMON = 300;
/** Chunks with all words of a quoted passage whose order is looked at. */
const MOST_QUOTED = 4000;
const MOST_TERMS = 14;
/** Of the common words, so many of the rarest are asked for together; a word in most chunks narrows nothing. */
const MOST_TOGETHER = 3;
const EVERYWHERE = 0.3;

interface Group {
  readonly found: readonly Found[];
  readonly chunks: number;
  readonly headed: number;
}

/** The terms of a group as they count: the word in all its forms as one, what is only like it each for itself. */
function weighted({ found }: Group, allChunks: number): readonly Weighted[] {
  const forms = found.filter(({ likeness }) => likeness === 1);
  const like = found.filter(({ likeness }) => likeness < 1);
  // A chunk that has a word's stem has the word as well, most often: together they stand in as many as the most common.
  const chunks = Math.max(0, ...forms.map((form) => form.chunks)) + like.reduce((sum, each) => sum + each.chunks, 0);
  const weight = rarity(allChunks, chunks);
  return [
    ...(forms.length > 0 ? [{ term: bareTerm(forms[0]!.term), forms: forms.map(({ term }) => term), weight }] : []),
    ...like.map(({ term, likeness }) => ({ term, forms: [term], weight: likeness * weight })),
  ];
}

/** How much rarer than common a term is: the weight of BM25 (Robertson and Zaragoza 2009, 3.1), never below zero. */
function rarity(allChunks: number, chunks: number): number {
  return Math.log(1 + Math.max(0, allChunks - chunks + 0.5) / (chunks + 0.5));
}

function anyOf(terms: readonly string[]): string {
  return terms.length === 1 ? quoteTerm(terms[0]!) : `(${terms.map(quoteTerm).join(' | ')})`;
}

function termsOfGroup(group: Group): readonly string[] {
  return group.found.map(({ term }) => term);
}

function phraseQuery(phrase: readonly Occurrence[]): string {
  const byPlace = new Map<number, string[]>();
  for (const { term, place } of phrase) byPlace.set(place, [...(byPlace.get(place) ?? []), term]);
  let text = '';
  let before: number | null = null;
  for (const [place, terms] of [...byPlace].sort(([one], [other]) => one - other)) {
    const step: string = before === null ? '' : ` <${place - before}> `;
    text += step + anyOf(terms);
    before = place;
  }
  return `(${text})`;
}

function filters(orgId: string, query: SearchQuery): string {
  const chosen = [
    query.repositoryIds?.map(markers.repository),
    // As written too, as it stands in an index that is not read anew yet.
    query.spaceKeys?.flatMap((key) => [markers.space(key), `~s:${key}`]),
    query.labels?.map(markers.label),
  ];
  return [
    quoteTerm(markers.organization(orgId)),
    ...chosen.flatMap((some) => (some && some.length > 0 ? [anyOf(some)] : [])),
  ].join(' & ');
}

/** As many of the rarest groups as have together no more chunks than `budget`. */
function rarest(groups: readonly Group[], budget: number, sizeOf: (group: Group) => number): readonly Group[] {
  const chosen: Group[] = [];
  let sum = 0;
  for (const group of [...groups].sort((one, other) => sizeOf(one) - sizeOf(other))) {
    sum += sizeOf(group);
    if (sum > budget) break;
    chosen.push(group);
  }
  return chosen;
}

/** Ways to match that ask for more the commoner the words are, each giving a bounded number of chunks. */
function waysToMatch(
  groups: readonly Group[],
  rare: readonly Group[],
  allChunks: number,
): readonly { text: string; limit: number }[] {
  const ways: { text: string; limit: number }[] = [];
  const any = (some: readonly Group[]) => anyOf(some.flatMap(termsOfGroup));
  if (rare.length > 0) ways.push({ text: any(rare), limit: MOST_CANDIDATES });
  const common = groups.filter((group) => !rare.includes(group));
  if (common.length === 0) return ways;
  const inHead = (group: Group) => anyOf(termsOfGroup(group).map(markers.headed));
  if (common.length > 1) {
    const telling = [...common].sort((one, other) => one.chunks - other.chunks).slice(0, MOST_TOGETHER);
    const narrowing = telling.filter(({ chunks }, at) => at < 2 || chunks < EVERYWHERE * allChunks);
    ways.push({ text: narrowing.map(inHead).join(' & '), limit: MOST_OF_COMMON });
    ways.push({ text: narrowing.map((group) => anyOf(termsOfGroup(group))).join(' & '), limit: MOST_OF_COMMON });
  }
  const heads = rarest(common, MOST_OF_COMMON, ({ headed }) => headed).filter(({ headed }) => headed > 0);
  if (heads.length > 0) ways.push({ text: heads.map(inHead).join(' | '), limit: MOST_OF_COMMON });
  const [rarestCommon] = [...common].sort((one, other) => one.chunks - other.chunks);
  if (rare.length === 0 && rarestCommon) {
    ways.push({ text: inHead(rarestCommon), limit: MOST_OF_COMMON });
    ways.push({ text: anyOf(termsOfGroup(rarestCommon)), limit: MOST_OF_COMMON });
  }
  return ways;
}

/** Decides which chunks to look at. null: nothing can match. */
export function select(orgId: string, query: SearchQuery, question: Question, lookup: Lookup): Selection | null {
  const groups = lookup.groups
    .filter(({ found }) => found.length > 0)
    .map(({ found }) => ({
      found,
      chunks: found.reduce((sum, { chunks }) => sum + chunks, 0),
      headed: found.reduce((sum, { headed }) => sum + headed, 0),
    }));
  const pairs = question.phrases.flatMap((phrase) => phrase.pairs.map(markers.pair));
  if (groups.length === 0 && pairs.length === 0) return null;
  const required = [filters(orgId, query), ...pairs.map(quoteTerm)].join(' & ');
  const terms = groups.flatMap((group) => weighted(group, lookup.allChunks));
  const heaviest = terms.sort((one, other) => other.weight - one.weight).slice(0, MOST_TERMS);
  const indexed = question.phrases.map(({ occurrences }) => occurrences).filter(({ length }) => length > 0);
  const quotedTerms = [...new Set(indexed.flat().map(({ term }) => term))];
  if (quotedTerms.length > 0 || groups.length === 0)
    return {
      queries: [{ text: [...quotedTerms.map(quoteTerm), required].join(' & '), limit: MOST_QUOTED }],
      phrases: indexed.length === 0 ? null : indexed.map(phraseQuery).join(' & '),
      terms: heaviest,
      complete: groups.some(({ found, chunks }) => chunks <= MOST_QUOTED && quotedTerms.includes(found[0]!.term)),
    };
  const rare = rarest(groups, MOST_CANDIDATES, ({ chunks }) => chunks);
  return {
    queries: waysToMatch(groups, rare, lookup.allChunks).map(({ text, limit }) => ({
      text: `(${text}) & ${required}`,
      limit,
    })),
    phrases: null,
    terms: heaviest,
    complete: rare.length === groups.length,
  };
}
