import { useQuery } from '@tanstack/react-query';
import { Search, Waypoints } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { type GraphSnapshot, graphQuery, wayQuery } from '../../api/find.ts';
import { formatCount } from '../../format/format.ts';
import { arriving } from '../../live/reachability.ts';
import { useTheme } from '../../shell/theme.ts';
import { useTitle } from '../../shell/title.ts';
import { useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { classes } from '../../ui/classes.ts';
import { SearchBox } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Empty, Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { graphColors, isDarkNow } from './colors.ts';
import { GraphList } from './graph-list.tsx';
import { NodePanel } from './node-panel.tsx';

const GraphMap = lazy(() => arriving(() => import('./graph-map.tsx')));
const text = t.find.graph;
const LIMITS = { nodes: 2000, edges: 8000 };

function hasWebgl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

function Kinds({
  kinds,
  hidden,
  onToggle,
}: Readonly<{
  kinds: readonly (readonly [string, number])[];
  hidden: ReadonlySet<string>;
  onToggle: (kind: string) => void;
}>) {
  const colors = graphColors(isDarkNow());
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{text.kinds}</legend>
      {kinds.map(([kind, count]) => (
        <button
          key={kind}
          type="button"
          aria-pressed={!hidden.has(kind)}
          onClick={() => onToggle(kind)}
          className={classes(
            'inline-flex h-7 items-center gap-1.5 rounded-md border border-line px-2 text-xs hover:bg-hover',
            hidden.has(kind) ? 'text-ink-2 line-through' : 'bg-raised',
          )}
        >
          <span aria-hidden className="size-2 rounded-full" style={{ background: colors.of(kind) }} />
          {text.kindNames[kind] ?? kind}
          <span className="text-ink-2 tabular-nums">{formatCount(count)}</span>
        </button>
      ))}
    </fieldset>
  );
}

function Explorer({ org, snapshot }: Readonly<{ org: string; snapshot: GraphSnapshot }>) {
  const theme = useTheme();
  const [webgl] = useState(hasWebgl);
  const [view, setView] = useState<'map' | 'list'>(webgl ? 'map' : 'list');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<string | null>(null);
  const [wayToId, setWayToId] = useState<string | null>(null);
  const [find, setFind] = useState('');
  const kinds = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { kind } of snapshot.nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }, [snapshot]);
  const nodes = useMemo(
    () => [...snapshot.nodes].filter(({ kind }) => !hidden.has(kind)).sort((a, b) => b.degree - a.degree),
    [snapshot, hidden],
  );
  const wanted = find.trim().toLowerCase();
  const found = wanted === '' ? nodes : nodes.filter(({ name }) => name.toLowerCase().includes(wanted));
  const node = snapshot.nodes.find(({ id }) => id === selected) ?? null;
  const wayTo = snapshot.nodes.find(({ id }) => id === wayToId) ?? null;
  const { data: way } = useQuery(wayQuery(org, node && wayTo ? { from: node.key, to: wayTo.key } : null));
  const lit = useMemo(() => (way && wayTo ? way.nodes.map(({ id }) => id) : null), [way, wayTo]);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchBox
          className="w-full sm:w-64"
          label={text.find}
          placeholder={text.find}
          icon={<Search className="size-3.5" />}
          value={find}
          onChange={(event) => setFind(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0]) setSelected(found[0].id);
          }}
        />
        <Kinds
          kinds={kinds}
          hidden={hidden}
          onToggle={(kind) =>
            setHidden((old) => {
              const next = new Set(old);
              if (!next.delete(kind)) next.add(kind);
              return next;
            })
          }
        />
        {webgl ? (
          <div className="ml-auto">
            <Segments
              label={text.view}
              value={view}
              onChange={setView}
              options={[
                ['map', text.map],
                ['list', text.list],
              ]}
            />
          </div>
        ) : null}
      </div>
      {webgl ? null : <Notice title={text.noWebgl} />}
      {wanted !== '' && found.length === 0 ? <p className="mb-2 text-sm text-ink-2">{text.noMatch}</p> : null}
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="relative h-[60vh] min-h-96 overflow-hidden rounded-lg border border-line bg-canvas lg:h-[calc(100dvh-17rem)]">
          {view === 'map' ? (
            <Suspense fallback={<Loading label={text.laying} />}>
              <GraphMap
                key={theme}
                nodes={nodes}
                edges={snapshot.edges}
                selected={selected}
                lit={lit}
                onSelect={setSelected}
              />
            </Suspense>
          ) : (
            <GraphList nodes={found} selected={selected} onSelect={setSelected} />
          )}
        </div>
        <aside
          aria-label={text.relations}
          className="flex max-h-[60vh] min-h-32 flex-col overflow-hidden rounded-lg border border-line bg-raised lg:max-h-[calc(100dvh-17rem)]"
        >
          <NodePanel {...{ org, node, snapshot, wayTo }} onWayTo={setWayToId} onSelect={setSelected} />
        </aside>
      </div>
      <p role="status" className="mt-2 flex flex-wrap gap-x-4 text-xs text-ink-2">
        <span>{text.shown(formatCount(snapshot.nodes.length), formatCount(snapshot.totalNodes))}</span>
        <span>{text.shownEdges(formatCount(snapshot.edges.length), formatCount(snapshot.totalEdges))}</span>
        {snapshot.omittedNodes > 0 ? <span>{text.omitted(formatCount(snapshot.omittedNodes))}</span> : null}
      </p>
    </>
  );
}

/** What the index knows to be connected, and why. */
export function GraphPage() {
  useTitle(text.title);
  const org = useOrg();
  const { data, error, refetch } = useQuery(graphQuery(org, LIMITS));
  return (
    <Page width="full">
      <PageHeader title={text.title} lead={text.lead} />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data?.nodes.length === 0 ? (
        <Empty icon={<Waypoints aria-hidden className="size-6" />} title={text.empty}>
          {text.emptyText}
        </Empty>
      ) : null}
      {data && data.nodes.length > 0 ? <Explorer org={org} snapshot={data} /> : null}
    </Page>
  );
}
