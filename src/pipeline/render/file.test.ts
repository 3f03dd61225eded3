import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerLine, readFrontMatter } from '../../config/index.ts';
import type { LinkAnswer, LinkTarget } from '../../core/mirror-file.ts';
import type { Page } from '../../core/page.ts';
import { type RenderRequest, renderFile } from './file.ts';
import { relativePath } from './links.ts';
import type { RenderLookups } from './lookups.ts';

const page: Page = {
  id: '7',
  kind: 'page',
  spaceId: 's1',
  spaceKey: 'ENG',
  parentId: '1',
  title: 'Release plan',
  version: 4,
  state: 'current',
  position: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-02T00:00:00.000Z',
  authorId: 'u1',
  editorId: 'u2',
  url: 'https://wiki.example/7',
  body: { format: 'adf', value: 'the body' },
};
const paths: Record<string, string> = { 7: 'wiki/ENG/home-1/release-plan-7.md', 8: 'wiki/OPS/nights-8.md' };
const lookups: RenderLookups = {
  pathOf: (id) => paths[id],
  pageByTitle: (space, title) => (space === 'OPS' && title === 'Nights' ? '8' : undefined),
  titleOf: (id) => ({ 8: 'Nights', 9: 'Away' })[id],
  urlOf: (id) => (id === '404' ? undefined : `https://wiki.example/${id}#top`),
  spaceUrl: (key) => (key === 'OPS' ? 'https://wiki.example/OPS' : undefined),
  attachmentPath: ({ pageId, fileName, fileId }) =>
    fileName === 'plan (1).png' || fileId === 'f1' ? `wiki/ENG/home-1/_files/${pageId}/plan-1.png` : undefined,
  attachmentName: ({ fileId }) => (fileId === 'f9' ? 'notes.zip' : undefined),
  personName: (id) => ({ u1: 'Ada', u2: 'Grace' })[id],
};
const request = (change: Partial<RenderRequest> = {}): RenderRequest => ({
  page,
  labels: ['b', 'a', 'b'],
  path: paths[7]!,
  sourceHash: 'h1',
  lookups,
  toMarkdown: (body) => ({ markdown: `\n\n${body.value}\n\n`, report: [], links: [] }),
  ...change,
});
const textOf = (change: Partial<RenderRequest> = {}) => new TextDecoder().decode(renderFile(request(change)).content);

/** What the body's targets become, and what the file then depends on. */
function resolveAll(...targets: LinkTarget[]) {
  const answers: (LinkAnswer | undefined)[] = [];
  const { links } = renderFile(
    request({
      toMarkdown: (_body, { resolve }) => {
        answers.push(...targets.map((target) => resolve(target)));
        return { markdown: '', report: [], links: targets };
      },
    }),
  );
  return { answers, links };
}

describe('renderFile', () => {
  it('writes front matter, the title as the first line after it, and the body', () => {
    const text = textOf();
    const read = readFrontMatter(text.split('\n'))!;
    expect(read.header).toEqual({
      pageId: '7',
      spaceKey: 'ENG',
      title: 'Release plan',
      version: 4,
      url: 'https://wiki.example/7',
      parentId: '1',
      labels: ['a', 'b'],
      author: 'Ada',
      editor: 'Grace',
      createdAt: page.createdAt,
      modifiedAt: page.modifiedAt,
      sourceHash: 'h1',
      kind: 'page',
    });
    expect(text.split('\n').slice(read.lines)).toEqual(['# Release plan', '', 'the body', '']);
    expect(text.split('\n')[headerLine('labels') - 1]).toBe('labels: ["a","b"]');
  });

  it('passes on where it stands, what was lost and which source it shows', () => {
    const report = [{ kind: 'dropped', what: 'macro:x', where: 'doc' }] as const;
    const file = renderFile(request({ toMarkdown: () => ({ markdown: '', report, links: [] }) }));
    expect(file).toMatchObject({ path: paths[7], losses: report, sourceHash: 'h1', links: [] });
    expect(new TextDecoder().decode(file.content)).toMatch(/\n# Release plan\n$/);
  });

  it('puts comments below the body, with their links and losses', () => {
    const file = renderFile(
      request({
        comments: [
          {
            id: 'c1',
            pageId: '7',
            parentId: null,
            kind: 'footer',
            authorId: 'u2',
            createdAt: '2026-01-03T00:00:00.000Z',
            version: 1,
            resolved: false,
            anchorText: null,
            body: { format: 'adf', value: 'a comment' },
          },
        ],
        toMarkdown: (body, { resolve }) => {
          const link = resolve({ kind: 'page', id: '8' });
          const report = [{ kind: 'dropped', what: 'x', where: 'doc' }] as const;
          return { markdown: `${body.value} ${link?.href}\n`, report, links: [] };
        },
      }),
    );
    const text = new TextDecoder().decode(file.content);
    expect(text).toContain(
      '\n\nthe body ../../OPS/nights-8.md\n\n## Comments\n\n> **Grace** on 2026-01-03\n>\n> a comment ../../OPS/nights-8.md\n',
    );
    expect(file.links).toEqual(['8']);
    expect(file.losses.map(({ where }) => where)).toEqual(['doc', 'comment c1: doc']);
  });

  it('R17: leaves the converted text as it is', () => {
    const markdown = '```c\nif (a<b && c>d) {\n\n  x();\n}\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n';
    expect(textOf({ toMarkdown: () => ({ markdown, report: [], links: [] }) })).toContain(
      `\n# Release plan\n\n${markdown}`,
    );
  });

  it('names no person whose name is not known, and no account', () => {
    const text = textOf({ page: { ...page, authorId: 'u9', editorId: null } });
    expect(readFrontMatter(text.split('\n'))!.header).toMatchObject({ author: null, editor: null });
    expect(text).not.toContain('u9');
  });

  it('S20: writes any title as one line of plain text', () => {
    const titleLineOf = (title: string) => textOf({ page: { ...page, title } }).split('\n')[14];
    expect(titleLineOf('a\nb\u2028 \u202egnp')).toBe('# a b gnp');
    expect(titleLineOf('<img src=x onerror=y> [a](javascript:b) *c* ~~d~~ `e` #')).toBe(
      '# \\<img src=x onerror=y> \\[a]\\(javascript:b) \\*c\\* \\~\\~d\\~\\~ \\`e\\` \\#',
    );
    expect(titleLineOf(' \n')).toBe('# Untitled');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (title, value) => {
        const text = textOf({ page: { ...page, title, body: { format: 'adf', value } } });
        const lines = text.split('\n');
        expect(readFrontMatter(lines)!.header.title).toBe(title);
        expect(lines[14]).toMatch(/^# ./);
        expect(textOf({ page: { ...page, title, body: { format: 'adf', value } } })).toBe(text);
      }),
    );
  });

  it.each(['whiteboard', 'database', 'embed', 'folder'] as const)('shows a %s as a link to its source', (kind) => {
    const text = textOf({ page: { ...page, kind, body: null } });
    expect(text).toContain(
      `this ${kind} is not part of the mirror: [open it at its source](https://wiki.example/7).\n`,
    );
  });

  it('refuses a page whose body was not read', () => {
    for (const kind of ['page', 'blog'] as const) {
      expect(() => renderFile(request({ page: { ...page, kind, body: null } }))).toThrow(
        expect.objectContaining({ code: 'page-body-missing', retry: { kind: 'soon' } }),
      );
    }
  });
});

describe('links', () => {
  it('are relative between mirrored pages and absolute to all others', () => {
    const { answers, links } = resolveAll(
      { kind: 'page', id: '8' },
      { kind: 'page', title: 'Nights', spaceKey: 'OPS', anchor: 'On-call: Rota 2' },
      { kind: 'page', id: '9', anchor: 'Some Part' },
      { kind: 'page', id: '10' },
      { kind: 'page', id: '404', title: 'Old' },
      { kind: 'page', title: 'Nowhere' },
    );
    expect(answers).toEqual([
      { href: '../../OPS/nights-8.md', text: 'Nights' },
      { href: '../../OPS/nights-8.md#on-call-rota-2', text: 'Nights' },
      { href: 'https://wiki.example/9#Some%20Part', text: 'Away' },
      { href: 'https://wiki.example/10#top', text: undefined },
      { href: undefined, text: 'Old' },
      { href: undefined, text: 'Nowhere' },
    ]);
    expect(links).toEqual(['10', '404', '8', '9', 'ENG\nnowhere', 'OPS\nnights']);
  });

  it('to the page itself are its anchors, and depend on nothing', () => {
    expect(resolveAll({ kind: 'page', anchor: '100%' }, { kind: 'page', anchor: 'a%20B' })).toMatchObject({
      answers: [{ href: '#100' }, { href: '#a-b' }],
    });
    expect(resolveAll({ kind: 'page', anchor: 'Top' }, { kind: 'page', id: '7', anchor: 'Ü b' })).toEqual({
      answers: [
        { href: '#top', text: undefined },
        { href: '#ü-b', text: undefined },
      ],
      links: [],
    });
    expect(resolveAll({ kind: 'page', id: '7' })).toMatchObject({
      answers: [{ href: 'release-plan-7.md' }],
      links: ['7'],
    });
  });

  it('to attachments are relative; what is not copied is found at its page', () => {
    const { answers, links } = resolveAll(
      { kind: 'attachment', fileName: 'plan (1).png' },
      { kind: 'attachment', fileId: 'f1', pageId: '8' },
      { kind: 'attachment', fileName: 'film.mp4' },
      { kind: 'attachment', fileId: 'f9' },
      { kind: 'attachment', fileId: 'f0', pageId: '404' },
    );
    expect(answers).toEqual([
      { href: '_files/7/plan-1.png', text: 'plan (1).png' },
      { href: '_files/8/plan-1.png', text: undefined },
      { href: 'https://wiki.example/7#top', text: 'film.mp4' },
      { href: 'https://wiki.example/7#top', text: 'notes.zip' },
      undefined,
    ]);
    expect(links).toEqual(['404', '8', 'files of 404', 'files of 8']);
  });

  it('to files of another page are found by its title', () => {
    const { answers, links } = resolveAll(
      { kind: 'attachment', fileName: 'plan (1).png', title: 'Nights', spaceKey: 'OPS' },
      { kind: 'attachment', fileName: 'plan (1).png', title: 'Nights' },
    );
    expect(answers).toEqual([
      { href: '_files/8/plan-1.png', text: 'plan (1).png' },
      { href: undefined, text: 'plan (1).png' },
    ]);
    expect(links).toEqual(['8', 'ENG\nnights', 'OPS\nnights', 'files of 8']);
  });

  it('to people are their names, to spaces their address', () => {
    expect(
      resolveAll(
        { kind: 'person', id: 'u1' },
        { kind: 'person', id: 'u9' },
        { kind: 'space', key: 'OPS' },
        { kind: 'space', key: 'XX' },
      ).answers,
    ).toEqual([
      { href: undefined, text: 'Ada' },
      undefined,
      { href: 'https://wiki.example/OPS', text: 'OPS' },
      { href: undefined, text: 'XX' },
    ]);
  });

  it('reach the file they name, from wherever they stand', () => {
    const segment = fc.constantFrom('a', 'b', '日本', 'x y', '100%', 'a#b', 'c?', '\ud800');
    const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, path, (from, to) => {
        const reached = new URL(
          relativePath(`${from}/f.md`, `${to}/t.md`),
          `file:///${encodeURI(from.replace(/\ud800/g, '\ufffd'))}/f.md`.replace(/[#?]/g, encodeURIComponent),
        );
        expect(decodeURIComponent(reached.pathname)).toBe(`/${to.replace(/\ud800/g, '\ufffd')}/t.md`);
      }),
    );
    expect(relativePath('a.md', 'b.md')).toBe('b.md');
  });
});
