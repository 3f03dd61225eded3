/** Numbers that the layout keeps of each thing: place, forces, mass, speed, size, whether it is held. */
export const FIELDS = 10;

/** What the worker arranges. */
export interface LayoutRequest {
  /** `FIELDS` numbers a thing. */
  readonly nodes: Float32Array;
  /** Where two things begin in `nodes`, and the weight of what connects them. */
  readonly edges: Float32Array;
  readonly rounds: number;
  /** Whether states on the way are told, or only the last. */
  readonly animated: boolean;
}
