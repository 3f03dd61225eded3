import { ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { useOpenable } from '../../api/demo-address.ts';
import type { GraphEdge, GraphNode, GraphSnapshot } from '../../api/find.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { EvidenceLine } from './evidence-line.tsx';
import { wordsOf } from './way.ts';
import { WayPanel } from './way-panel.tsx';

const text = t.find.graph;

/** Relations that are listed. */
const MOST_SHOWN = 200;

interface Related {
  readonly edge: GraphEdge;
  readonly other: GraphNode;
}

function relatedTo(node: GraphNode, snapshot: GraphSnapshot): readonly Related[] {
  const byId = new Map(snapshot.nodes.map((one) => [one.id, one]));
  return snapshot.edges.flatMap((edge) => {
    if (edge.from !== node.id && edge.to !== node.id) return [];
    const other = byId.get(edge.from === node.id ? edge.to : edge.from);
    return other ? [{ edge, other }] : [];
  });
}

interface RelatedItemProps {
  readonly node: GraphNode;
  readonly related: Related;
  readonly onSelect: (id: string) => void;
}

function RelatedItem({ node, related: { edge, other }, onSelect }: RelatedItemProps) {
  return (
    <li className="border-b border-line px-4 py-2 last:border-b-0">
      <p className="text-sm">
        <span className="text-ink-2">{wordsOf(edge, node.id)}</span>{' '}
        <button
          type="button"
          onClick={() => onSelect(other.id)}
          className="text-left font-medium text-accent hover:underline"
        >
          {other.name}
        </button>
      </p>
      <EvidenceLine edge={edge} />
    </li>
  );
}

interface NodePanelProps {
  readonly org: string;
  readonly node: GraphNode | null;
  readonly snapshot: GraphSnapshot;
  /** Where a path from the thing ends; null: none is asked for. */
  readonly wayTo: GraphNode | null;
  readonly onWayTo: (id: string | null) => void;
  readonly onSelect: (id: string) => void;
}

/** One thing, what it is connected with, and the evidence of each relation. */
export function NodePanel({ org, node, snapshot, wayTo, onWayTo, onSelect }: NodePanelProps) {
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
      <WayPanel
        key={node.id}
        {...{ org, onSelect }}
        from={node}
        nodes={snapshot.nodes}
        to={wayTo?.id === node.id ? null : wayTo}
        onTo={onWayTo}
      />
      <ul aria-label={text.relations} className="min-h-0 overflow-y-auto">
        {related.slice(0, MOST_SHOWN).map((one) => (
          <RelatedItem
            key={`${one.edge.from}${one.edge.kind}${one.edge.to}`}
            node={node}
            related={one}
            onSelect={onSelect}
          />
        ))}
      </ul>
      {related.length > MOST_SHOWN ? (
        <p className="border-t border-line px-4 py-2 text-xs text-ink-2">
          {text.moreRelations(formatCount(related.length - MOST_SHOWN))}
        </p>
      ) : null}
    </div>
  );
}
