import { Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { GraphEdge, GraphNode } from '../../api/find.ts';
import { t } from '../../text/en.ts';
import { IconButton } from '../../ui/button.tsx';
import { graphColors, isDarkNow } from './colors.ts';
import { arrange } from './layout.ts';
import { buildModel, type MapModel } from './map-model.ts';
import { MapView } from './map-view.ts';

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
/** One step closer. */
const CLOSER = 1.6;
const text = t.find.graph;

/** The graph drawn with WebGL. The layout settles over a second or two, unless motion is unwanted. */
export default function GraphMap({ nodes, edges, selected, lit, onSelect }: Readonly<GraphMapProps>) {
  const box = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const names = useRef<HTMLCanvasElement>(null);
  const map = useRef<MapView | null>(null);
  const model = useRef<MapModel | null>(null);
  const select = useRef(onSelect);
  select.current = onSelect;
  const choice = useRef({ selected, path: lit });
  choice.current = { selected, path: lit };

  useEffect(() => {
    if (!box.current || !ground.current || !names.current) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const next = buildModel(nodes, edges, model.current);
    model.current = next;
    const view = new MapView(box.current, [ground.current, names.current], {
      model: next,
      colors: graphColors(isDarkNow()),
      font: getComputedStyle(document.body).fontFamily,
      still,
      onSelect: (id) => select.current(id),
    });
    map.current = view;
    view.choose(choice.current);
    const stop = arrange(next, { rounds: ROUNDS, animated: !still, onPlaces: (done) => view.placesChanged(done) });
    return () => {
      stop();
      view.end();
      map.current = null;
    };
  }, [nodes, edges]);

  useEffect(() => map.current?.choose({ selected, path: lit }), [selected, lit]);

  return (
    <>
      <div ref={box} role="img" aria-label={text.mapLabel} className="absolute inset-0 touch-none cursor-grab">
        <canvas ref={ground} className="absolute size-full" />
        <canvas ref={names} className="pointer-events-none absolute size-full" />
      </div>
      <div className="absolute right-3 bottom-3 flex flex-col rounded-md border border-line bg-raised shadow-pop">
        <IconButton
          size="sm"
          label={text.closer}
          icon={<Plus aria-hidden className="size-4" />}
          onClick={() => map.current?.zoomBy(CLOSER)}
        />
        <IconButton
          size="sm"
          label={text.wider}
          icon={<Minus aria-hidden className="size-4" />}
          onClick={() => map.current?.zoomBy(1 / CLOSER)}
        />
        <IconButton
          size="sm"
          label={text.whole}
          icon={<Maximize aria-hidden className="size-3.5" />}
          onClick={() => map.current?.showAll()}
        />
      </div>
    </>
  );
}
