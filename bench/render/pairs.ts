import { isDeepStrictEqual } from 'node:util';
import { convert } from '@ctxpipe/confluence-markdown';
import type { Nodes } from 'mdast';
import type { Corpora } from './corpora.ts';

/** How far the two formats of one page become one tree. */
export interface PairsResult {
  readonly pairs: number;
  readonly same: number;
  /** Kinds of differences with the pairs that show them, most frequent first. */
  readonly differences: readonly { readonly kind: string; readonly files: readonly string[] }[];
}

/** A tree without places and without what says nothing about the document. */
function bare(node: Nodes): unknown {
  const kept = Object.entries(node).filter(([key, value]) => {
    return key !== 'position' && key !== 'data' && key !== 'children' && value !== null && value !== undefined;
  });
  const children = 'children' in node ? { children: node.children.map((child) => bare(child as Nodes)) } : {};
  return { ...Object.fromEntries(kept), ...children };
}

interface Bare {
  readonly type: string;
  readonly children?: readonly Bare[];
}

/** The first place where two trees differ, as what stands in each. */
function differenceOf(storage: Bare, adf: Bare): string {
  if (storage.type !== adf.type) return `${storage.type} / ${adf.type}`;
  const [left, right] = [storage.children ?? [], adf.children ?? []];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index], right[index]];
    if (!one || !other) return `${storage.type}: ${one?.type ?? 'nothing'} / ${other?.type ?? 'nothing'}`;
    if (!isDeepStrictEqual(one, other)) return differenceOf(one, other);
  }
  const { children: _, ...mine } = storage;
  const { children: __, ...others } = adf;
  const keys = Object.keys({ ...mine, ...others }) as (keyof typeof mine)[];
  return `${storage.type}: ${keys.filter((key) => mine[key] !== others[key]).join(', ')}`;
}

/** Converts both formats of every page that is there in both, and compares the trees. */
export function comparePairs({ pairs }: Corpora): PairsResult {
  const kinds = new Map<string, string[]>();
  let same = 0;
  for (const { storage, adf } of pairs) {
    const one = bare(convert({ from: 'storage', body: storage.body }).mdast) as Bare;
    const other = bare(convert({ from: 'adf', body: adf.body }).mdast) as Bare;
    if (isDeepStrictEqual(one, other)) same++;
    else {
      const kind = differenceOf(one, other);
      kinds.set(kind, [...(kinds.get(kind) ?? []), storage.file]);
    }
  }
  const differences = [...kinds].map(([kind, files]) => ({ kind, files }));
  return { pairs: pairs.length, same, differences: differences.sort((a, b) => b.files.length - a.files.length) };
}
