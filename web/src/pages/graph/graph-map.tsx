import type Graph from 'graphology';
import { useEffect, useRef } from 'react';
import Sigma from 'sigma';
import type { GraphEdge, GraphNode } from '../../api/find.ts';
import { t } from '../../text/en.ts';
import { graphColors, isDarkNow } from './colors.ts';
import { arrange, buildGraph } from './layout.ts';

interface GraphMapProps {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly selected: string | null;
  /** Things of a path, in its order; null: none is shown. */
  readonly lit: readonly string[] | null;
  readonly onSelect: (id: string | null) => void;
}

/** Rounds of the layout. */
const ROUNDS = 180;

/** The chosen thing and its neighbours, or the path from it, stand out; the rest steps back. */
function applySelection(sigma: Sigma, graph: Graph, selected: string | null, lit: readonly string[] | null): void {
  const colors = graphColors(isDarkNow());
  const around = selected && graph.hasNode(selected) ? [selected, ...graph.neighbors(selected)] : [];
  const near = new Set<string>(lit ?? around);
  const any = near.size > 0;
  // On a narrow screen the same things stand closer together.
  const scale = Math.max(0.45, Math.min(1, sigma.getDimensions().width / 620));
  sigma.setSetting('nodeReducer', (id, data) => ({
    ...data,
    size: data.size * scale,
    ...(any && !near.has(id) ? { color: colors.faint, label: null } : {}),
    ...(id === selected ? { highlighted: true, zIndex: 2 } : {}),
    ...(any && near.has(id) ? { forceLabel: true, zIndex: 1 } : {}),
  }));
  sigma.setSetting('edgeReducer', (edge, data) => {
    if (!any) return data;
    const ends = [graph.source(edge), graph.target(edge)];
    const touches = lit ? ends.every((end) => near.has(end)) : ends.includes(selected ?? '');
    return touches ? { ...data, color: colors.of('page'), size: 1.4 } : { ...data, hidden: true };
  });
}

/** The graph drawn with WebGL. The layout settles over a second or two, unless motion is unwanted. */
export default function GraphMap({ nodes, edges, selected, lit, onSelect }: Readonly<GraphMapProps>) {
  const box = useRef<HTMLDivElement>(null);
  const current = useRef<{ sigma: Sigma; graph: Graph } | null>(null);
  const select = useRef(onSelect);
  select.current = onSelect;
  const chosen = useRef(selected);
  chosen.current = selected;
  const path = useRef(lit);
  path.current = lit;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const colors = graphColors(isDarkNow());
    const graph = buildGraph(nodes, edges, colors, current.current?.graph ?? null);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const sigma = new Sigma(graph, element, {
      labelColor: { color: colors.label },
      labelFont: getComputedStyle(document.body).fontFamily,
      labelSize: 12,
      labelRenderedSizeThreshold: 7,
      // Room for names at the right edge.
      stagePadding: Math.min(56, element.clientWidth / 10),
      defaultEdgeColor: colors.edge,
      hideEdgesOnMove: edges.length > 4000,
      hideLabelsOnMove: nodes.length > 1000,
      zIndex: true,
      allowInvalidContainer: true,
      // The built-in hover card is white in every theme; the panel beside the map says more.
      defaultDrawNodeHover: (context, data, settings) => {
        context.beginPath();
        context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
        context.strokeStyle = colors.label;
        context.lineWidth = 1.5;
        context.stroke();
        const name = data.label ?? '';
        context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
        // The plain name is drawn there already.
        context.fillStyle = colors.ground;
        const width = context.measureText(name).width;
        context.fillRect(
          data.x + data.size + 2,
          data.y - settings.labelSize * 0.8,
          width + 8,
          settings.labelSize * 1.5,
        );
        context.fillStyle = colors.label;
        context.fillText(name, data.x + data.size + 5, data.y + settings.labelSize / 3);
      },
    });
    current.current = { sigma, graph };
    applySelection(sigma, graph, chosen.current, path.current);
    sigma.on('clickNode', ({ node }) => select.current(node));
    sigma.on('clickStage', () => select.current(null));
    const stop = arrange(graph, { rounds: ROUNDS, animated: !still });
    return () => {
      stop();
      sigma.kill();
    };
  }, [nodes, edges]);

  useEffect(() => {
    if (current.current) applySelection(current.current.sigma, current.current.graph, selected, lit);
  }, [selected, lit]);

  return <div ref={box} role="img" aria-label={t.find.graph.mapLabel} className="absolute inset-0" />;
}
