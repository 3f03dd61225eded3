import type { GraphColors } from './colors.ts';
import type { MapModel } from './map-model.ts';
import { type NameWish, placeNames } from './names.ts';
import { type Point, type Size, toScreen, type View } from './view.ts';

const FONT_SIZE = 12;
/** Pixels between a thing and its name. */
const GAP = 4;
const MOST_NAMES = 90;
/** Names of things that stand out; beyond it they give way to each other too. */
const MOST_FORCED = 24;
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
  context.font = plain;
  const wishes: NameWish[] = [];
  const forced = new Set([hovered, selected, ...[...near].slice(0, MOST_FORCED)].filter((one) => one !== null));
  const consider = (index: number) => {
    const [x, y] = placeOf(index);
    if (x < -100 || y < -20 || x > size.width || y > size.height + 20) return;
    const width = context.measureText(model.nodes[index]!.name).width;
    const right = x + radiusOf(index) + GAP;
    // At the right edge the name stands on the other side.
    const left = right + width > size.width - GAP ? x - radiusOf(index) - GAP - width : right;
    wishes.push({ index, x: left, y, width, forced: forced.has(index) });
  };
  for (const index of forced) consider(index);
  for (let index = 0; index < model.nodes.length && wishes.length < 4 * MOST_NAMES; index += 1) {
    if (forced.has(index) || (near.size > 0 && !near.has(index)) || radiusOf(index) < NAMED_FROM) continue;
    consider(index);
  }
  const ring = (index: number) => {
    const [x, y] = placeOf(index);
    context.beginPath();
    context.arc(x, y, radiusOf(index) + 2.5, 0, Math.PI * 2);
    context.strokeStyle = colors.label;
    context.lineWidth = 1.75;
    context.stroke();
  };
  if (selected !== null) ring(selected);
  if (hovered !== null && hovered !== selected) ring(hovered);
  for (const { index, x, y } of placeNames(wishes, MOST_NAMES)) {
    const { name } = model.nodes[index]!;
    context.font = index === selected || index === hovered ? strong : plain;
    // The ground around the letters keeps them readable over lines and dots.
    context.strokeStyle = colors.ground;
    context.lineWidth = 3.5;
    context.strokeText(name, x, y);
    context.fillStyle = colors.label;
    context.fillText(name, x, y);
  }
}
