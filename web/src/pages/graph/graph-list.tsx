import { useState } from 'react';
import type { GraphNode } from '../../api/find.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';

const STEP = 200;
const text = t.find.graph;

/** The same things as on the map, as a table for keyboard and screen reader. */
export function GraphList({
  nodes,
  selected,
  onSelect,
}: Readonly<{ nodes: readonly GraphNode[]; selected: string | null; onSelect: (id: string) => void }>) {
  const [shown, setShown] = useState(STEP);
  return (
    <div className="absolute inset-0 overflow-y-auto [&>section]:border-0">
      <Table label={text.list}>
        <thead>
          <tr>
            <HeadCell>{text.name}</HeadCell>
            <HeadCell>{text.kind}</HeadCell>
            <HeadCell className="text-right">{text.count}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {nodes.slice(0, shown).map((node) => (
            <Row key={node.id} className={node.id === selected ? 'bg-accent-soft' : ''}>
              <Cell className="py-1.5">
                <button
                  type="button"
                  onClick={() => onSelect(node.id)}
                  aria-pressed={node.id === selected}
                  className="text-left hover:underline"
                >
                  {node.name}
                </button>
              </Cell>
              <Cell className="py-1.5 text-ink-2">{text.kindNames[node.kind] ?? node.kind}</Cell>
              <Cell numeric label={text.count} className="py-1.5 text-ink-2">
                {formatCount(node.degree)}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {nodes.length > shown ? (
        <p className="my-3 text-center">
          <Button size="sm" onClick={() => setShown((count) => count + STEP)}>
            {t.common.loadMore}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
