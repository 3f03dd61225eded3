import { ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { useOpenable } from '../../api/demo-address.ts';
import type { GraphEdge, GraphNode, GraphSnapshot } from '../../api/find.ts';
import { formatCount, shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';

const text = t.find.graph;

interface Related {
  readonly edge: GraphEdge;
  readonly other: GraphNode;
  readonly words: string;
}

function relatedTo(node: GraphNode, snapshot: GraphSnapshot): readonly Related[] {
  const byId = new Map(snapshot.nodes.map((one) => [one.id, one]));
  return snapshot.edges.flatMap((edge) => {
    const out = edge.from === node.id;
    if (!out && edge.to !== node.id) return [];
    const other = byId.get(out ? edge.to : edge.from);
    if (!other) return [];
    const words = (out ? text.relationNames[edge.kind] : text.inverseNames[edge.kind]) ?? edge.kind;
    return [{ edge, other, words }];
  });
}

function RelatedItem({ related, onSelect }: Readonly<{ related: Related; onSelect: (id: string) => void }>) {
  const { edge, other, words } = related;
  const { path, commit, lines, rule } = edge.evidence;
  return (
    <li className="border-b border-line px-4 py-2 last:border-b-0">
      <p className="text-sm">
        <span className="text-ink-2">{words}</span>{' '}
        <button
          type="button"
          onClick={() => onSelect(other.id)}
          className="text-left font-medium text-accent hover:underline"
        >
          {other.name}
        </button>
      </p>
      <p className="mt-0.5 text-xs break-all text-ink-2">
        {text.evidence}: <code className="font-mono">{path}</code> {shortCommit(commit)},{' '}
        {t.find.lines(String(lines[0]), String(lines[1]))} · {rule}
      </p>
    </li>
  );
}

/** One thing, what it is connected with, and the evidence of each relation. */
export function NodePanel({
  node,
  snapshot,
  onSelect,
}: Readonly<{ node: GraphNode | null; snapshot: GraphSnapshot; onSelect: (id: string) => void }>) {
  const openable = useOpenable();
  const related = useMemo(() => (node ? relatedTo(node, snapshot) : []), [node, snapshot]);
  if (!node) return <p className="p-4 text-sm text-ink-2">{text.select}</p>;
  return (
    <div className="flex min-h-0 flex-col">
      <div className="border-b border-line px-4 py-3">
        <Badge>{text.kindNames[node.kind] ?? node.kind}</Badge>
        <h2 className="mt-1 text-base font-semibold break-words">{node.name}</h2>
        <p className="flex flex-wrap items-center gap-x-3 text-xs text-ink-2">
          <span>
            {text.relations}: {formatCount(node.degree)}
          </span>
          {node.url ? (
            <a
              href={openable(node.url)}
              target="_blank"
              rel="noreferrer"
              className="inline-flex items-center gap-1 text-accent hover:underline"
            >
              {text.open}
              <ExternalLink aria-hidden className="size-3" />
            </a>
          ) : null}
        </p>
      </div>
      <ul className="min-h-0 overflow-y-auto">
        {related.slice(0, 200).map((one) => (
          <RelatedItem key={`${one.edge.from}${one.edge.kind}${one.edge.to}`} related={one} onSelect={onSelect} />
        ))}
      </ul>
    </div>
  );
}
