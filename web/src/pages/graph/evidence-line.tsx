import type { GraphEdge } from '../../api/find.ts';
import { shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';

const text = t.find.graph;

/** Where a relation was found, and by which rule. */
export function EvidenceLine({ edge }: Readonly<{ edge: GraphEdge }>) {
  const { path, commit, lines, rule } = edge.evidence;
  return (
    <p className="mt-0.5 text-xs wrap-anywhere text-ink-2">
      {text.evidence}: <code className="font-mono">{path}</code> {shortCommit(commit)},{' '}
      {t.find.lines(String(lines[0]), String(lines[1]))} · {rule}
    </p>
  );
}
