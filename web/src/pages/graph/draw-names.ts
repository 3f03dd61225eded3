import type { GraphColors } from './colors.ts';
import type { MapModel } from './map-model.ts';
import { type NameWish, placeNames } from './names.ts';
import { type Point, type Size, toScreen, type View } from './view.ts';

const FONT_SIZE = 12;
/** Pixels between a thing and its name. */
const GAP = 4;
const LINE = 12;
/** Pixels between what is chosen and the ring around it. */
const RING = 2.5;
const MOST_NAMES = 90;
/** Radius in pixels from which a thing has its name beside it. */
const NAMED_FROM = 5;

export interface NamesLook {
  readonly view: View;
  readonly size: Size;
  readonly growth: number;
  /** Things that stand out; empty: all do. */
  readonly near: ReadonlySet<number>;
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly colors: GraphColors;
  readonly font: string;
}

/** To the right of a thing, to its left, below and above, then slantwise; what would leave the map comes last. */
function placesBeside([x, y]: Point, away: number, width: number, size: Size): readonly Point[] {
  const places: readonly Point[] = [
    [x + away, y],
    [x - away - width, y],
    [x - width / 2, y + away + LINE / 2],
    [x - width / 2, y - away - LINE / 2],
    [x + away, y + LINE],
    [x + away, y - LINE],
    [x - away - width, y + LINE],
    [x - away - width, y - LINE],
  ];
  const inside = ([left]: Point) => left >= GAP && left + width <= size.width - GAP;
  return [...places.filter(inside), ...places.filter((place) => !inside(place))];
}

/** Writes the names that have room, and rings around what is chosen and what the pointer is on. */
export function drawNames(canvas: HTMLCanvasElement, model: MapModel, look: NamesLook): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { size, near, selected, hovered, colors } = look;
  const ratio = Math.max(1, Math.min(3, devicePixelRatio));
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  context.scale(ratio, ratio);
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const plain = `${FONT_SIZE}px ${look.font}`;
  const strong = `600 ${plain}`;
  const placeOf = (index: number): Point =>
    toScreen(look.view, size, [model.places[index * 2]!, model.places[index * 2 + 1]!]);
  const radiusOf = (index: number) => model.radii[index]! * look.growth;
  const fontOf = (index: number) => (index === selected || index === hovered ? strong : plain);
  const wishes: NameWish[] = [];
  const first = new Set([hovered, selected, ...near].filter((one) => one !== null));
  const consider = (index: number) => {
    const [x, y] = placeOf(index);
    if (x < -100 || y < -20 || x > size.width + 20 || y > size.height + 20) return;
    context.font = fontOf(index);
    const { width } = context.measureText(model.nodes[index]!.name);
    const away = radiusOf(index) + (fontOf(index) === strong ? RING + GAP : GAP);
    wishes.push({ index, width, places: placesBeside([x, y], away, width, size) });
  };
  for (const index of first) consider(index);
  for (let index = 0; index < model.nodes.length && wishes.length < 4 * MOST_NAMES; index += 1) {
    if (first.has(index) || near.size > 0 || radiusOf(index) < NAMED_FROM) continue;
    consider(index);
  }
  const ring = (index: number) => {
    const [x, y] = placeOf(index);
    context.beginPath();
    context.arc(x, y, radiusOf(index) + RING, 0, Math.PI * 2);
    context.strokeStyle = colors.label;
    context.lineWidth = 1.75;
    context.stroke();
  };
  if (selected !== null) ring(selected);
  if (hovered !== null && hovered !== selected) ring(hovered);
  for (const { index, at } of placeNames(wishes, MOST_NAMES)) {
    const { name } = model.nodes[index]!;
    context.font = fontOf(index);
    // The ground around the letters keeps them readable over lines and dots.
    context.strokeStyle = colors.ground;
    context.lineWidth = 3.5;
    context.strokeText(name, ...at);
    context.fillStyle = colors.label;
    context.fillText(name, ...at);
  }
}
