export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Line numbers before and after, 1-based; null where the line does not stand. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Beyond this many differing lines the middle is shown as all old, then all new. */
const MAX_LINES = 1500;

type Kind = DiffLine['kind'];

/** The longest common part stays; `before` and `after` share neither beginning nor end. */
function middle(before: readonly string[], after: readonly string[]): readonly Kind[] {
  if (before.length > MAX_LINES || after.length > MAX_LINES)
    return [...before.map(() => 'removed' as const), ...after.map(() => 'added' as const)];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const kinds: Kind[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      kinds.push('same');
      i += 1;
      j += 1;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) {
      kinds.push('removed');
      i += 1;
    } else {
      kinds.push('added');
      j += 1;
    }
  }
  for (; i < before.length; i += 1) kinds.push('removed');
  for (; j < after.length; j += 1) kinds.push('added');
  return kinds;
}

/** Difference line by line. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (count: number): readonly Kind[] => Array.from({ length: count }, () => 'same');
  const inner = middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const lines: DiffLine[] = [];
  let old = 0;
  let fresh = 0;
  for (const kind of [...same(head), ...inner, ...same(tail)]) {
    if (kind !== 'added') old += 1;
    if (kind !== 'removed') fresh += 1;
    lines.push({
      kind,
      text: kind === 'added' ? after[fresh - 1]! : before[old - 1]!,
      before: kind === 'added' ? null : old,
      after: kind === 'removed' ? null : fresh,
    });
  }
  return lines;
}

/** Lines that stand together, and how many same ones were left out before them. */
export interface Hunk {
  readonly skipped: number;
  readonly lines: readonly DiffLine[];
}

/** Changed lines with `context` same ones around each; the rest is only counted. */
export function hunksOf(
  lines: readonly DiffLine[],
  context: number,
): { readonly hunks: readonly Hunk[]; readonly rest: number } {
  const near = new Array<boolean>(lines.length).fill(false);
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    for (let at = Math.max(0, index - context); at <= Math.min(lines.length - 1, index + context); at += 1)
      near[at] = true;
  });
  const hunks: Hunk[] = [];
  let skipped = 0;
  let open: DiffLine[] | null = null;
  lines.forEach((line, index) => {
    if (!near[index]) {
      skipped += 1;
      open = null;
      return;
    }
    if (!open) {
      open = [];
      hunks.push({ skipped, lines: open });
      skipped = 0;
    }
    open.push(line);
  });
  return { hunks, rest: skipped };
}
