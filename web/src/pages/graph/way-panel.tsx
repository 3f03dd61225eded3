import { useQuery } from '@tanstack/react-query';
import { Route, X } from 'lucide-react';
import { useState } from 'react';
import { type GraphNode, wayQuery } from '../../api/find.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { IconButton } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { EvidenceLine } from './evidence-line.tsx';
import { type Step, stepsOf } from './way.ts';

const text = t.find.graph;
const MOST_SHOWN = 6;

function Way({ steps, onSelect }: Readonly<{ steps: readonly Step[]; onSelect: (id: string) => void }>) {
  return (
    <ol className="mt-2 flex flex-col gap-2">
      {steps.map(({ node, edge, words }) => (
        <li key={node.id} className="border-l-2 border-accent pl-3">
          <p className="text-sm">
            {edge ? <span className="text-ink-2">{words} </span> : null}
            <button
              type="button"
              onClick={() => onSelect(node.id)}
              className="text-left font-medium text-accent hover:underline"
            >
              {node.name}
            </button>
          </p>
          {edge ? <EvidenceLine edge={edge} /> : null}
        </li>
      ))}
    </ol>
  );
}

interface WayPanelProps {
  readonly org: string;
  readonly from: GraphNode;
  readonly nodes: readonly GraphNode[];
  /** The other end; null: none is chosen. */
  readonly to: GraphNode | null;
  readonly onTo: (id: string | null) => void;
  readonly onSelect: (id: string) => void;
}

/** How two things are connected: the shortest way, each step with its evidence. */
export function WayPanel({ org, from, nodes, to, onTo, onSelect }: WayPanelProps) {
  const [typed, setTyped] = useState('');
  const { data, error, isPending } = useQuery(wayQuery(org, to ? { from: from.key, to: to.key } : null));
  const wanted = typed.trim().toLowerCase();
  const found =
    wanted === ''
      ? []
      : nodes.filter(({ id, name }) => id !== from.id && name.toLowerCase().includes(wanted)).slice(0, MOST_SHOWN);
  const choose = (node: GraphNode | undefined) => {
    if (!node) return;
    setTyped('');
    onTo(node.id);
  };
  if (!to) {
    return (
      <div className="border-b border-line px-4 py-3">
        <SearchBox
          label={text.way}
          placeholder={text.way}
          icon={<Route className="size-3.5" />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') choose(found[0]);
          }}
        />
        {found.length > 0 ? (
          <ul aria-label={text.wayFind} className="mt-1">
            {found.map((node) => (
              <li key={node.id}>
                <button
                  type="button"
                  onClick={() => choose(node)}
                  className="flex w-full items-baseline justify-between gap-3 rounded-md px-2 py-1 text-left text-sm hover:bg-hover"
                >
                  <span className="min-w-0 truncate">{node.name}</span>
                  <span className="shrink-0 text-xs text-ink-2">{text.kindNames[node.kind] ?? node.kind}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        {wanted !== '' && found.length === 0 ? <p className="mt-2 text-sm text-ink-2">{text.noMatch}</p> : null}
      </div>
    );
  }
  const steps = data ? stepsOf(data, from.id) : [];
  return (
    <section
      aria-label={text.wayFromTo(from.name, to.name)}
      className="max-h-[30vh] shrink-0 overflow-y-auto lg:max-h-[50vh] border-b border-line px-4 py-3"
    >
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 text-sm break-words">
          {text.wayFromTo(from.name, to.name)}
          {steps.length > 1 ? (
            <span className="ml-2 text-xs text-ink-2">
              {text.waySteps(steps.length - 1, formatCount(steps.length - 1))}
            </span>
          ) : null}
        </p>
        <IconButton
          size="sm"
          label={text.wayClear}
          icon={<X aria-hidden className="size-3.5" />}
          onClick={() => onTo(null)}
        />
      </div>
      {error ? <ProblemView error={error} /> : null}
      {isPending && !error ? <Loading label={text.wayReading} /> : null}
      {data === null ? <p className="mt-1 text-sm text-ink-2">{text.wayNone}</p> : null}
      {steps.length > 0 ? <Way steps={steps} onSelect={onSelect} /> : null}
    </section>
  );
}
