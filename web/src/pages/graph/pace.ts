/** How finely the map is drawn while it moves. */
export interface Fineness {
  /** Most relations that are drawn; what is left out comes back when the map stands still. */
  readonly edges: number;
  /** Names are drawn too. */
  readonly names: boolean;
  /** Pixels of the drawing for one of the screen; null: as many as when it stands still. */
  readonly ratio: number | null;
}

const levels: readonly Fineness[] = [
  { edges: Number.POSITIVE_INFINITY, names: true, ratio: null },
  { edges: 4000, names: false, ratio: 1 },
  { edges: 1200, names: false, ratio: 1 },
  { edges: 300, names: false, ratio: 1 },
];

/** Milliseconds of a frame: above the first it is drawn more coarsely, below the second more finely. */
const SLOW_MS = 28;
const QUICK_MS = 18;
/** Frames that are looked at together. */
const FRAMES = 4;
/** Quick frames after which more is tried again, where that was too much before. */
const TRY_AGAIN = 90;
/** A longer pause is not a slow frame: nothing was to be drawn. */
const PAUSE_MS = 400;

/** Keeps the map smooth on any machine: what is too slow is drawn more coarsely, and more finely as soon as it goes. */
export class Pace {
  #level: number;
  #times: number[] = [];
  #quick = 0;

  constructor(edges: number) {
    this.#level = edges > 4000 ? 2 : edges > 1500 ? 1 : 0;
  }

  get now(): Fineness {
    return levels[this.#level]!;
  }

  /** `ms`: time since the frame before, while the map moves. */
  note(ms: number): void {
    if (ms > PAUSE_MS) return;
    this.#times.push(ms);
    if (this.#times.length < FRAMES) return;
    const middle = [...this.#times].sort((a, b) => a - b)[FRAMES / 2]!;
    this.#times = [];
    if (middle > SLOW_MS) {
      this.#level = Math.min(levels.length - 1, this.#level + 1);
      this.#quick = 0;
    } else if (middle < QUICK_MS) {
      this.#quick += FRAMES;
      if (this.#quick < TRY_AGAIN) return;
      this.#level = Math.max(0, this.#level - 1);
      this.#quick = 0;
    }
  }
}
