import { describe, expect, it } from 'vitest';
import type { GraphEdge, GraphNode } from '../../api/find.ts';
import { stepsOf } from './way.ts';

const node = (id: string): GraphNode => ({ id, kind: 'page', key: id, name: id, url: null, degree: 1 });
const edge = (from: string, to: string): GraphEdge => ({
  from,
  to,
  kind: 'links-to',
  evidence: { path: 'a.md', commit: 'c', lines: [1, 1], rule: 'link' },
});
const rest = { totalNodes: 3, totalEdges: 2, omittedNodes: 0, omittedEdges: 0 };

describe('a way between two things', () => {
  it('is told from its beginning, whichever way its relations point', () => {
    const way = { nodes: ['c', 'a', 'b'].map(node), edges: [edge('c', 'b'), edge('a', 'b')], ...rest };
    expect(stepsOf(way, 'a').map(({ words, node: { id } }) => `${words} ${id}`.trim())).toEqual([
      'a',
      'links to b',
      'is linked from c',
    ]);
  });

  it('ends where nothing leads on', () => {
    expect(stepsOf({ nodes: [node('a')], edges: [], ...rest }, 'a')).toHaveLength(1);
    expect(stepsOf({ nodes: [node('a')], edges: [edge('x', 'y')], ...rest }, 'a')).toHaveLength(1);
    expect(stepsOf({ nodes: [], edges: [], ...rest }, 'a')).toEqual([]);
  });
});
