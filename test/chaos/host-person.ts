import type { GitStore } from '../../sandbox/github/git-store.ts';
import type { GitHubSandbox } from '../../sandbox/github/index.ts';
import { configPath, printScope } from '../../src/config/index.ts';
import type { Scope } from '../../src/core/scope.ts';
import type { Dice } from './dice.ts';
import type { Mirror } from './setting.ts';

/** What people do in the repository, and what has to be put right again before a mirror can stand there. */
export interface HostPerson {
  readonly github: GitHubSandbox;
  readonly store: GitStore;
  readonly mirror: Mirror;
  /** The scope that people want; the file may be broken meanwhile. */
  scope: Scope;
}

type Act = (person: HostPerson, dice: Dice) => Promise<string>;

const CONFIG = configPath('confluence');
const branchRef = 'refs/heads/main';

async function mirrored({ store, mirror }: HostPerson): Promise<readonly string[]> {
  const items = await store.tree(mirror.repositoryId, branchRef, 'confluence', true).catch(() => []);
  return items.map(({ path }) => path).filter((path) => !/config\.(?:yaml|schema\.json)$/.test(path));
}

async function commit({ github, mirror }: HostPerson, files: Readonly<Record<string, string | null>>) {
  return github.human.commitFiles({ repository: mirror.repository, branch: 'main', files });
}

const pushBeside: Act = async (person, dice) => {
  await commit(person, { [`notes-${dice.int(1, 5)}.txt`]: `words ${dice.int(1, 1e6)}\n` });
  return 'F20 push beside the mirror';
};

const editMirrored: Act = async (person, dice) => {
  const paths = await mirrored(person);
  if (paths.length === 0) return pushBeside(person, dice);
  const path = dice.pick(paths);
  const how = dice.pick(['edit', 'remove', 'move'] as const);
  if (how === 'edit') await commit(person, { [path]: 'by hand\n' });
  else if (how === 'remove') await commit(person, { [path]: null });
  else await commit(person, { [path]: null, 'elsewhere.md': 'moved by hand\n' });
  return `F27 ${how} ${path}`;
};

const BROKEN: Readonly<Record<string, string | null>> = {
  typo: 'version: 1\nsource: confluence\nspaces: [\n',
  empty: '',
  'unknown key': 'version: 1\nsource: confluence\nspaces: []\nspacez: []\n',
  version: 'version: 99\nsource: confluence\nspaces: []\n',
  'twice the same key': 'version: 1\nversion: 1\nsource: confluence\nspaces: []\n',
  'anchor bomb': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((key, at) => `${key}: &${key} [${`*${'abcdefg'[at]},`.repeat(9)}]`)
    .join('\n')}\n`,
  gone: null,
};

const breakConfig: Act = async (person, dice) => {
  const how = dice.pick(Object.keys(BROKEN));
  await commit(person, { [CONFIG]: BROKEN[how]! });
  return `F26 ${how}`;
};

const rewriteConfig: Act = async (person, dice) => {
  const text = printScope(person.scope);
  const how = dice.pick(['bom', 'crlf', 'plain']);
  await commit(person, {
    [CONFIG]: how === 'bom' ? `\ufeff${text}` : how === 'crlf' ? text.replaceAll('\n', '\r\n') : text,
  });
  return `F26 mended, ${how}`;
};

const changeScope: Act = async (person, dice) => {
  const { scope } = person;
  const change = dice.pick(['labels', 'attachments', 'archived', 'blog', 'space'] as const);
  const spaces = scope.spaces.map((space) => {
    if (change === 'labels') return { ...space, exclude: { ...space.exclude, labels: dice.pick([[], ['draft']]) } };
    return space;
  });
  person.scope = {
    ...scope,
    spaces: change === 'space' && spaces.length > 1 ? spaces.slice(0, -1) : spaces,
    ...(change === 'attachments' ? { attachments: { ...scope.attachments, include: !scope.attachments.include } } : {}),
    ...(change === 'archived' ? { archivedPages: !scope.archivedPages } : {}),
    ...(change === 'blog' ? { blogPosts: !scope.blogPosts } : {}),
  };
  await commit(person, { [CONFIG]: printScope(person.scope) });
  return `scope changed: ${change}`;
};

const forcePush: Act = async ({ store, mirror }, dice) => {
  const back = dice.int(1, 2);
  const older = await store.resolve(mirror.repositoryId, `${branchRef}~${back}`);
  if (older === null) return 'F21 nothing to go back to';
  await store.moveRef(mirror.repositoryId, branchRef, older);
  return `F21 ${back} commits back`;
};

const rename: Act = async ({ github, mirror }, dice) => {
  const name = `${mirror.repository.split('/')[1]!.replace(/-r\d+$/, '')}-r${dice.int(1, 1e6)}`;
  github.human.rename(mirror.repository, name);
  mirror.repository = `acme/${name}`;
  return `F22 renamed to ${name}`;
};

const archive: Act = async ({ github, mirror }) => {
  github.human.archive(mirror.repository);
  return 'F22 archived';
};

const publish: Act = async ({ github, mirror }) => {
  github.human.setPrivate(mirror.repository, false);
  return 'F22 made public';
};

const protect: Act = async ({ github, mirror }) => {
  github.human.protectBranch(mirror.repository, 'main');
  return 'F21 protected';
};

const acts: readonly (readonly [weight: number, act: Act])[] = [
  [4, pushBeside],
  [4, editMirrored],
  [3, breakConfig],
  [2, rewriteConfig],
  [3, changeScope],
  [2, forcePush],
  [1, rename],
  [1, archive],
  [1, publish],
  [1, protect],
];

const lots = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

export function actAtHost(person: HostPerson, dice: Dice): Promise<string> {
  return dice.pick(lots)(person, dice);
}

export { pushBeside };

/** Opens what was closed, and puts the wanted scope back; says whether the mirror waits in a pull request. */
export async function mendHost(person: HostPerson): Promise<void> {
  const { github, mirror } = person;
  github.human.archive(mirror.repository, false);
  github.human.setPrivate(mirror.repository, true);
  github.human.protectBranch(mirror.repository, 'main', false);
  for (const pull of github.state.pulls)
    if (pull.repositoryId === mirror.repositoryId && pull.state === 'open')
      await github.human.closePull(mirror.repository, pull.number);
  await commit(person, { [CONFIG]: printScope(person.scope) });
}
