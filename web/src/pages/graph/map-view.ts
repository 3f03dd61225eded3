import type { GraphColors } from './colors.ts';
import { drawNames, type NamesLook } from './draw-names.ts';
import { dotsOf, linesOf } from './drawing.ts';
import { listen } from './gestures.ts';
import { type MapModel, standingOut, thingAt } from './map-model.ts';
import { Pace } from './pace.ts';
import { createPainter, type Painter } from './painter.ts';
import {
  between,
  fitView,
  growth,
  type Point,
  panned,
  type Size,
  toPlace,
  toScreen,
  type View,
  zoomed,
} from './view.ts';

export interface MapChoice {
  readonly selected: string | null;
  /** Things of a path, in its order; null: none is shown. */
  readonly path: readonly string[] | null;
}

interface MapOptions {
  readonly model: MapModel;
  readonly colors: GraphColors;
  readonly font: string;
  /** The browser's wish for little motion. */
  readonly still: boolean;
  readonly onSelect: (id: string | null) => void;
}

/** Milliseconds without a change after which the map is drawn finely. */
const SETTLE_MS = 140;
/** The same where frames take long: a slow one is not the end of a movement. */
const LONGEST_SETTLE_MS = 600;
const SETTLE_FRAMES = 3;
const MOVE_MS = 260;
/** Pixels between things from which they are drawn at their full size. */
const ROOMY = 44;
/** Milliseconds until the frame after a fine one, beyond which the machine is spared such frames. */
const TOO_SLOW_MS = 120;
/** Pixels around a thing in which a tap still means it. */
const NEAR = 5;

/** The map on its canvases: keeps the view, draws when something changed, and tells what is tapped. */
export class MapView {
  readonly #element: HTMLElement;
  readonly #ground: HTMLCanvasElement;
  readonly #names: HTMLCanvasElement;
  readonly #options: MapOptions;
  readonly #pace: Pace;
  readonly #ends: (() => void)[] = [];
  #painter: Painter | null;
  #size: Size = { width: 1, height: 1 };
  #whole: View = { x: 0, y: 0, zoom: 1 };
  #view: View = this.#whole;
  #touched = false;
  #arranging = true;
  /** Pixels of the drawing for one of the screen while it stands still. Twice as many: lines are smooth without more. */
  #fineRatio = Math.max(2, Math.min(3, devicePixelRatio));
  #choice: MapChoice = { selected: null, path: null };
  #near: ReadonlySet<number> = new Set();
  #lines = 0;
  #hovered: number | null = null;
  #frame = 0;
  #lastFrame = 0;
  #frameMs = 0;
  #settle = 0;
  #moving: { from: View; to: View; since: number } | null = null;

  constructor(
    element: HTMLElement,
    [ground, names]: readonly [HTMLCanvasElement, HTMLCanvasElement],
    options: MapOptions,
  ) {
    this.#element = element;
    this.#ground = ground;
    this.#names = names;
    this.#options = options;
    this.#pace = new Pace(options.model.edges.length / 2);
    this.#painter = createPainter(ground);
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(element);
    const restored = () => {
      this.#painter = createPainter(ground);
      this.placesChanged(true);
    };
    const lost = (event: Event) => event.preventDefault();
    ground.addEventListener('webglcontextlost', lost);
    ground.addEventListener('webglcontextrestored', restored);
    this.#ends.push(
      () => resized.disconnect(),
      () => ground.removeEventListener('webglcontextlost', lost),
      () => ground.removeEventListener('webglcontextrestored', restored),
      listen(element, {
        pan: (dx, dy) => this.#look(panned(this.#view, dx, dy)),
        zoom: (factor, at) => this.#zoom(factor, at),
        tap: (at) => {
          const thing = this.#thingAt(at);
          options.onSelect(thing === null ? null : options.model.nodes[thing]!.id);
        },
        hover: (at) => this.#hover(at === null ? null : this.#thingAt(at)),
      }),
    );
    this.#resize();
  }

  /** Ends listening and drawing. */
  end(): void {
    for (const end of this.#ends) end();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settle);
  }

  /** The layout wrote new places; `done`: they are the last. */
  placesChanged(done: boolean): void {
    this.#arranging = !done;
    this.#whole = fitView(this.#options.model.places, this.#size, Math.min(48, this.#size.width / 10));
    // Whoever has not moved the map sees all of it.
    if (!this.#touched) this.#view = this.#whole;
    this.#load();
    this.#draw();
  }

  choose(choice: MapChoice): void {
    this.#choice = choice;
    this.#near = standingOut(this.#options.model, choice.selected, choice.path);
    this.#load();
    this.#reveal();
    this.#drawFinely();
  }

  /** Closer or wider, around the middle. */
  zoomBy(factor: number): void {
    const middle: Point = [this.#size.width / 2, this.#size.height / 2];
    this.#moveTo(zoomed(this.#view, { factor, at: middle, size: this.#size, whole: this.#whole }));
    this.#touched = true;
  }

  showAll(): void {
    this.#touched = false;
    this.#moveTo(this.#whole);
  }

  #zoom(factor: number, at: Point): void {
    this.#look(zoomed(this.#view, { factor, at, size: this.#size, whole: this.#whole }));
  }

  #look(view: View): void {
    this.#touched = true;
    this.#moving = null;
    this.#view = view;
    this.#draw();
  }

  #moveTo(view: View): void {
    if (this.#options.still) {
      this.#view = view;
      this.#drawFinely();
      return;
    }
    this.#moving = { from: this.#view, to: view, since: performance.now() };
    this.#draw();
  }

  #chosen(): number | null {
    return this.#options.model.indexOf.get(this.#choice.selected ?? '') ?? null;
  }

  /** Brings what was chosen elsewhere into view. */
  #reveal(): void {
    const { model } = this.#options;
    const chosen = this.#chosen();
    if (chosen === null) return;
    const [x, y] = [model.places[chosen * 2]!, model.places[chosen * 2 + 1]!];
    const at = toScreen(this.#view, this.#size, [x, y]);
    const margin = { x: this.#size.width * 0.1, y: this.#size.height * 0.1 };
    const seen =
      at[0] > margin.x &&
      at[0] < this.#size.width - margin.x &&
      at[1] > margin.y &&
      at[1] < this.#size.height - margin.y;
    if (seen) return;
    this.#touched = true;
    this.#moveTo({ ...this.#view, x, y });
  }

  #thingAt(at: Point): number | null {
    const grown = this.#growth();
    return thingAt(
      this.#options.model,
      toPlace(this.#view, this.#size, at),
      (radius) => (radius * grown + NEAR) / this.#view.zoom,
    );
  }

  #hover(thing: number | null): void {
    if (thing === this.#hovered) return;
    this.#hovered = thing;
    this.#element.style.cursor = thing === null ? 'grab' : 'pointer';
    if (this.#frame === 0 && this.#settle === 0) this.#drawNames();
  }

  /** Where many things share little room, they are drawn smaller. */
  #growth(): number {
    const room = Math.sqrt((this.#size.width * this.#size.height) / this.#options.model.nodes.length);
    return growth(this.#view, this.#whole) * Math.max(0.3, Math.min(1, room / ROOMY));
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#element;
    this.#size = { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
    this.placesChanged(!this.#arranging);
  }

  /** Brings places and colours to where they are drawn from. */
  #load(): void {
    const { model, colors } = this.#options;
    const chosen = this.#choice.path ? null : this.#chosen();
    const lines = linesOf(model, this.#near, chosen);
    this.#lines = lines.length / 4;
    this.#painter?.setDots(dotsOf(model, this.#near, colors));
    this.#painter?.setLines(lines);
  }

  /** Draws at the next frame, as finely as the machine can while the map moves, and finely when it stands. */
  #draw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#step(now));
  }

  #step(now: number): void {
    this.#frame = 0;
    if (this.#lastFrame > 0) {
      this.#frameMs = now - this.#lastFrame;
      this.#pace.note(this.#frameMs);
    }
    this.#lastFrame = now;
    if (this.#moving) {
      const part = Math.min(1, Math.max(0, (now - this.#moving.since) / MOVE_MS));
      this.#view = between(this.#moving.from, this.#moving.to, 1 - (1 - part) ** 3);
      if (part === 1) this.#moving = null;
      else this.#draw();
    }
    const { edges, names, ratio } = this.#pace.now;
    this.#paint(Math.min(edges, this.#lines), ratio ?? this.#fineRatio);
    this.#names.hidden = !names;
    if (names) this.#drawNames();
    clearTimeout(this.#settle);
    const settleMs = Math.max(SETTLE_MS, Math.min(LONGEST_SETTLE_MS, SETTLE_FRAMES * this.#frameMs));
    this.#settle = window.setTimeout(() => this.#drawFinely(), settleMs);
  }

  #drawFinely(): void {
    clearTimeout(this.#settle);
    this.#settle = 0;
    this.#lastFrame = 0;
    // Places that come every moment are drawn as a movement is.
    if (this.#arranging && !this.#options.still) return;
    this.#paint(this.#lines, this.#fineRatio);
    this.#drawNames();
    this.#names.hidden = false;
    const drawn = performance.now();
    requestAnimationFrame(() => {
      if (performance.now() - drawn > TOO_SLOW_MS) this.#fineRatio = 1;
    });
  }

  #paint(lines: number, ratio: number): void {
    const { colors, model } = this.#options;
    const any = this.#near.size > 0;
    this.#painter?.paint({
      view: this.#view,
      size: this.#size,
      ratio,
      growth: this.#growth(),
      ground: colors.ground,
      lines: {
        count: lines,
        color: any ? colors.of('page') : colors.edge,
        alpha: any ? 0.9 : Math.max(0.3, Math.min(0.9, 500 / Math.max(1, this.#lines))),
        strong: any || this.#lines < 300,
      },
      dots: model.nodes.length,
    });
  }

  #drawNames(): void {
    const look: NamesLook = {
      view: this.#view,
      size: this.#size,
      growth: this.#growth(),
      near: this.#near,
      selected:
        this.#choice.selected === null ? null : (this.#options.model.indexOf.get(this.#choice.selected) ?? null),
      hovered: this.#hovered,
      colors: this.#options.colors,
      font: this.#options.font,
    };
    drawNames(this.#names, this.#options.model, look);
  }
}
