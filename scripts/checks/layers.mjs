import { dirname, posix } from 'node:path';
import { isTestFile, sources, withoutComments } from './sources.mjs';

/** What each folder of src/ may import besides itself. `packages` stands for the workspaces' packages. */
const allowed = {
  core: [],
  config: ['core', 'packages'],
  net: ['core'],
  observe: ['core'],
  pipeline: ['core', 'config', 'packages'],
  connectors: ['core', 'config', 'net', 'observe', 'packages'],
  grammars: ['core'],
  store: ['core', 'observe'],
  setup: ['core', 'config'],
  workflows: ['core', 'config', 'pipeline', 'setup', 'observe', 'packages'],
  server: ['core', 'config', 'pipeline', 'setup', 'observe', 'net', 'workflows', 'packages'],
  cli: ['core', 'config', 'pipeline', 'setup', 'observe', 'net', 'server', 'workflows', 'packages'],
};

const pureFolders = /^src\/(core|config|pipeline|setup)\//;
const impure = /^(node:(fs|net|http|https|child_process|dgram|dns|tls|worker_threads|timers)|postgres$|octokit|hono)/;

function importsOf(text) {
  const found = [];
  // What is loaded when it is wanted closes no circle.
  for (const match of withoutComments(text).matchAll(/(?:from|import)\s*(\(?)\s*['"]([^'"]+)['"]/g))
    found.push({ specifier: match[2], isStatic: match[1] === '' });
  return found;
}

function roomOf(path) {
  const [, first, second] = path.split('/');
  if (first.endsWith('.ts')) return { room: first, part: '' };
  return { room: first, part: second ?? '' };
}

function problemOf(from, to) {
  const source = roomOf(from);
  const target = roomOf(to);
  const root = ['main.ts', 'main', 'env.ts'];
  if (root.includes(source.room)) return null;
  if (root.includes(target.room)) return `${target.room} belongs to the composition root alone`;
  if (source.room !== target.room) {
    const rule = allowed[source.room];
    if (!rule) return `src/${source.room} has no rule in scripts/checks/layers.mjs`;
    return rule.includes(target.room) ? null : `src/${source.room} may not import src/${target.room}`;
  }
  const separate = source.room === 'pipeline' || source.room === 'connectors';
  if (separate && source.part !== target.part && !source.part.endsWith('.ts'))
    return `${source.room}/${source.part} may not import ${source.room}/${target.part}`;
  return null;
}

function cycleIn(graph) {
  const state = new Map();
  const trail = [];
  function visit(file) {
    if (state.get(file) === 'done') return null;
    if (state.get(file) === 'open') return [...trail.slice(trail.indexOf(file)), file];
    state.set(file, 'open');
    trail.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    state.set(file, 'done');
    return null;
  }
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return null;
}

/** Problems of layers and cycles, one line each. */
export function checkLayers() {
  const problems = [];
  const graph = new Map();
  for (const { path, text } of sources('src', 'packages', 'sandbox', 'test', 'bench', 'web')) {
    const edges = [];
    for (const { specifier, isStatic } of importsOf(text)) {
      if (pureFolders.test(path) && !isTestFile(path) && impure.test(specifier))
        problems.push(`${path}: does input or output (${specifier}) in a pure room`);
      if (!specifier.startsWith('.')) continue;
      const target = posix.normalize(posix.join(dirname(path), specifier));
      if (isStatic) edges.push(target);
      if (!path.startsWith('src/') || isTestFile(path)) continue;
      // The demonstration runs on the stand-ins, loaded when it starts.
      if (!target.startsWith('src/') && path !== 'src/main/demo.ts')
        problems.push(`${path}: reaches out of src/ (${specifier})`);
      const problem = target.startsWith('src/') ? problemOf(path, target) : null;
      if (problem) problems.push(`${path}: ${problem} (${specifier})`);
    }
    if (!isTestFile(path)) graph.set(path, edges);
  }
  const cycle = cycleIn(graph);
  if (cycle) problems.push(`cycle: ${cycle.join(' -> ')}`);
  return problems;
}
