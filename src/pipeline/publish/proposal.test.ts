import { describe, expect, it } from 'vitest';
import { emptyScope, parseScope, scopeSchema } from '../../config/index.ts';
import type { Preview } from '../../core/preview.ts';
import type { Scope } from '../../core/scope.ts';
import { proposal, proposalBranch, readMarker, scopeTextHash } from './proposal.ts';

const space = (key: string) => ({
  key,
  selectedPageIds: null,
  includeDescendants: false,
  exclude: { pageIds: [], labels: [] },
});
const scope: Scope = { ...emptyScope('wiki'), spaces: [space('ENG'), space('OPS')] };
const preview: Preview = {
  pages: 5,
  files: [{ path: 'wiki/ENG/home-1.md', title: 'Home', pageId: '1', bytes: 1234 }],
  moreFiles: 1,
  skipped: [{ pageId: '3', title: '@boss <b>pay</b> fixes #1', reason: 'restricted' }],
  skippedByReason: { restricted: 2, archived: 1 },
  requests: 12,
  points: 340,
};
const propose = (change: Partial<Parameters<typeof proposal>[0]> = {}) =>
  proposal({
    connectionId: 'c1',
    mirrorRoot: 'wiki',
    scope,
    previous: null,
    previousText: null,
    preview: null,
    ...change,
  });
const textOf = (made: ReturnType<typeof proposal>, index = 0) => new TextDecoder().decode(made.files[index]!.content);

describe('proposal', () => {
  it('carries the scope file and its schema on a branch that is always the same', () => {
    const made = propose();
    expect(made.files.map((file) => file.path)).toEqual(['wiki/config.yaml', 'wiki/config.schema.json']);
    expect(parseScope(textOf(made))).toMatchObject({ ok: true, scope });
    expect(JSON.parse(textOf(made, 1))).toEqual(scopeSchema);
    expect(made.branch).toBe('ctx/wiki-config/c1');
    expect(made.branch).toBe(proposalBranch('wiki', 'c1'));
    expect(made.title).toBe('Mirror ENG, OPS into this repository');
    expect(made.commitMessage).toBe(`${made.title}\n\nCtx-Scope: ${made.hash}\n`);
    expect(propose()).toEqual(made);
  });

  it('is known by the marker in its body', () => {
    const made = propose({ preview });
    expect(made.body.trimEnd().split('\n').at(-1)).toBe(`<!-- ctx-scope: ${made.hash} -->`);
    expect(readMarker(made.body)).toBe(made.hash);
    expect(readMarker(made.body.replaceAll('\n', '\r\n'))).toBe(made.hash);
    expect(made.hash).toBe(scopeTextHash(textOf(made)));
    expect(readMarker('a body that a person wrote')).toBeNull();
    const forged = {
      ...preview,
      skipped: [{ ...preview.skipped[0]!, title: `<!-- ctx-scope: ${'0'.repeat(64)} -->` }],
    };
    expect(readMarker(propose({ preview: forged }).body)).toBe(made.hash);
  });

  it('keeps the comments of people in the file', () => {
    const previousText = '# Owned by the docs guild.\nversion: 1\nsource: wiki\nspaces:\n  - key: ENG # ours\n';
    const text = textOf(propose({ previous: scope, previousText }));
    expect(text).toContain('# Owned by the docs guild.');
    expect(text).toContain('ENG # ours');
    expect(textOf(propose({ previousText: 'version: [' }))).toBe(textOf(propose()));
  });

  it('says what changes and what will happen', () => {
    const { body } = propose({ preview });
    expect(body).toContain('- Add space ENG: the whole space');
    expect(body).toContain('| Pages in the scope | 5 |');
    expect(body).toContain('| Files written | 2 |');
    expect(body).toContain('| Pages skipped | 2 restricted, 1 archived |');
    expect(body).toContain('| Requests to the source, about | 12 |');
    expect(body).toContain('| Points of its rate limit, about | 340 |');
    expect(body).toContain('- `wiki/ENG/home-1.md` Home, 1.2 kB\n- and 1 more');
    expect(body).toContain('Skipped pages (3)');
    expect(propose({ preview: { ...preview, skipped: [], skippedByReason: {} } }).body).toContain(
      '| Pages skipped | 0 |',
    );
  });

  it('S24: says what it costs, what leaves and who can read it', () => {
    const attachments = { files: 3, bytes: 2_500_000, leftOut: 1 };
    const { body } = propose({
      preview: { ...preview, seconds: 1.2, bytes: 4_000_000, removals: 7, attachments, repositoryVisibility: 'public' },
    });
    expect(body).toContain(
      '| Files removed | 7 |\n| Attachments | 3 (2.5 MB), 1 left out |\n| Seconds, about | 2 |\n| The repository grows by about | 4.0 MB |',
    );
    expect(body).toContain('- **This repository is public: everybody can read');
    const quiet = propose({ preview: { ...preview, removals: 0, attachments: { ...attachments, leftOut: 0 } } }).body;
    expect(quiet).toContain('| Attachments | 3 (2.5 MB) |');
    expect(quiet).toContain('- Whoever can read this repository');
    expect(quiet).not.toMatch(/removed|Seconds|grows/);
  });

  it('names what the file names and the source does not show', () => {
    const { body } = propose({ preview: { ...preview, missing: { spaces: ['ENGG'], pageIds: ['99'] } } });
    expect(body).toContain('**Chosen, and not shown to the app:**\n\n- the space ENGG\n- the page 99\n');
    expect(propose({ preview }).body).not.toContain('not shown to the app');
  });

  it('tells a change from a beginning', () => {
    const same = propose({ previous: scope });
    expect(same.title).toBe('Change what is mirrored into this repository');
    expect(same.body).toContain('Nothing but the form of the file.');
    expect(propose({ scope: emptyScope('wiki') }).title).toBe('Choose what is mirrored into this repository');
    const many = { ...scope, spaces: ['A', 'B', 'C', 'D', 'E'].map(space) };
    expect(propose({ scope: many }).title).toBe('Mirror A, B, C and 2 more into this repository');
  });

  it('S20: titles and keys call nobody, close nothing and bring no markup', () => {
    const made = propose({ scope: { ...scope, spaces: [space('@org/team [skip ci] fixes #1 <img src=x>')] }, preview });
    for (const text of [made.title, made.body, made.commitMessage]) {
      expect(text).not.toMatch(/@|\[skip|#1|<img|<b>/);
    }
    expect(made.body).toContain('＠boss &lt;b&gt;pay&lt;/b&gt; fixes ＃1: restricted');
  });

  it('stays short however much there is to say', () => {
    const title = 'x'.repeat(255);
    const files = Array.from({ length: 5000 }, (_, index) => ({ path: `wiki/${index}.md`, title, pageId: `${index}` }));
    const skipped = files.map(({ pageId }) => ({ pageId, title, reason: 'excluded' as const }));
    const many = { ...scope, spaces: files.map(({ pageId }) => space(`${title.slice(0, 200)}${pageId}`)) };
    const { body } = propose({
      scope: many,
      preview: { ...preview, files, skipped, skippedByReason: { excluded: 5000 } },
    });
    expect(body.length).toBeLessThan(30_000);
    expect(body).toContain('- and 4971 more');
  });
});

describe('scopeTextHash', () => {
  it('sees what is written and not how lines end', () => {
    expect(scopeTextHash('\ufeffa: 1\r\nb: 2\r\n\r\n')).toBe(scopeTextHash('a: 1\nb: 2'));
    expect(scopeTextHash('a: 1 # x')).not.toBe(scopeTextHash('a: 1'));
  });
});
