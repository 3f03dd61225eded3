/** One round of ForceAtlas2 over plain numbers; the library types only what takes a whole graph. */
declare module 'graphology-layout-forceatlas2/iterate' {
  export default function iterate(
    settings: Readonly<Record<string, number | boolean>>,
    nodes: Float32Array,
    edges: Float32Array,
  ): unknown;
}
