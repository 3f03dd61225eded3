import type { Answer, Freshness, Passage } from '../../core/citation.ts';
import type { ChunkMatch } from '../../core/ports/chunk-index.ts';
import { inTurn } from './choose.ts';
import { lineOf, passageText } from './safe-text.ts';

export interface AnswerRequest {
  readonly question: string;
  readonly result: { readonly matches: readonly ChunkMatch[]; readonly more: number | null };
  readonly freshness: Freshness;
  /** By repository id. */
  readonly repositories: ReadonlyMap<string, { readonly fullName: string; readonly url: string }>;
  readonly fileUrl: (
    repository: { readonly url: string },
    commit: string,
    path: string,
    lines: readonly [number, number],
  ) => string;
  /** Characters that all passages may have together. */
  readonly budget: number;
  /** Default 10. */
  readonly maxPassages?: number;
  /** Passages of the same order that were handed out before. Default 0. */
  readonly skip?: number;
}

type PassageSource = Pick<AnswerRequest, 'repositories' | 'fileUrl'>;

/** Characters that a passage's title, addresses and lines take beside its text. */
const AROUND = 400;

/** A match as it is handed out; undefined where its repository is no longer connected. */
export function passageOf(match: ChunkMatch, { repositories, fileUrl }: PassageSource): Passage | undefined {
  const repository = repositories.get(match.repositoryId);
  if (!repository) return undefined;
  const lines = [match.startLine, match.endLine] as const;
  return {
    documentId: match.documentId,
    pageId: match.source?.pageId ?? null,
    headingPath: match.headingPath.map((heading) => lineOf(heading)),
    text: passageText(match.text, match.path),
    score: match.score,
    ...(match.parts && { parts: match.parts }),
    modifiedAt: match.source?.modifiedAt ?? null,
    citation: {
      title: lineOf(match.title),
      pageUrl: match.source?.url ?? null,
      version: match.source?.version ?? null,
      repository: repository.fullName,
      path: match.path,
      commit: match.commit,
      lines,
      fileUrl: fileUrl(repository, match.commit, match.path, lines),
    },
  };
}

/** Characters of a budget that a passage takes. */
export function costOf(passage: Passage): number {
  const around =
    passage.citation.path.length + passage.citation.fileUrl.length + (passage.citation.pageUrl?.length ?? 0);
  return passage.text.length + around + AROUND;
}

/** The head of a passage, in whole lines where that leaves enough of it. */
export function cutTo(passage: Passage, characters: number): Passage {
  if (characters >= passage.text.length) return passage;
  const head = passage.text.slice(0, characters);
  const end = head.lastIndexOf('\n');
  const text = end > characters / 3 ? head.slice(0, end) : head.replace(/[\ud800-\udbff]$/, '');
  return { ...passage, text, cut: true };
}

/**
 * Picks passages within the budget, at first one a document, and says how many matches are left out. The best
 * passage is there however small the budget: its head, in at least 200 characters.
 */
export function answerFrom(request: AnswerRequest): Answer {
  const { question, result, freshness, budget, maxPassages = 10, skip = 0 } = request;
  const candidates = inTurn(result.matches)
    .flatMap((match) => passageOf(match, request) ?? [])
    .slice(skip);
  const passages: Passage[] = [];
  let left = budget;
  for (const passage of candidates.slice(0, maxPassages)) {
    const cost = costOf(passage);
    if (cost > left && passages.length > 0) break;
    passages.push(cost > left ? cutTo(passage, Math.max(200, passage.text.length - (cost - left))) : passage);
    left -= cost;
  }
  const omitted = Math.max(0, result.matches.length - skip - passages.length);
  return { question, passages, more: result.more === null ? null : result.more + omitted, freshness };
}
