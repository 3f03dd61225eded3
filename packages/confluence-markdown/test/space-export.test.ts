import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSpaceExport } from '../src/entries/space-export.ts';
import { exportSpace } from '../src/space-export/index.ts';
import { run, temporaryFolder } from './command.ts';
import { zipFile } from './zip-file.ts';

const folder = temporaryFolder();
let made = 0;
const fresh = (name: string) => join(folder, `${++made}-${name}`);

const property = (name: string, value: string) => `<property name="${name}"><![CDATA[${value}]]></property>`;
const reference = (name: string, type: string, id: string) =>
  `<property name="${name}" class="${type}" package="x"><id name="id">${id}</id></property>`;
const object = (type: string, id: string, ...parts: string[]) =>
  `<object class="${type}" package="x"><id name="id">${id}</id>${parts.join('')}</object>`;
const bodyOf = (page: string, body: string) =>
  object('BodyContent', `9${page}`, property('body', body), reference('content', 'Page', page));

const entities = `<?xml version="1.0" encoding="UTF-8"?>
<hibernate-generic datetime="2024-01-01 00:00:00">
${bodyOf('1', '<p>Up: <ac:link><ri:page ri:content-title="Child &amp; Co"/></ac:link> <ac:image><ri:attachment ri:filename="Big Plan.PNG"/></ac:image> <ac:link><ri:user ri:userkey="k1"/></ac:link></p><ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[a < b]] ></ac:plain-text-body></ac:structured-macro>')}
${object('Page', '1', property('title', 'Home'), reference('space', 'Space', '7'), property('version', '3'), property('creationDate', '2013-01-31 10:00:00.5'), reference('creator', 'ConfluenceUserImpl', 'k1'), '<collection name="bodyContents" class="java.util.Collection"><element class="BodyContent" package="x"><id name="id">91</id></element></collection>')}
${object('Page', '2', property('title', 'Child & Co'), reference('space', 'Space', '7'), reference('parent', 'Page', '1'))}
${bodyOf('2', '<p><ac:link><ri:page ri:content-title="home"/></ac:link> <ac:link><ri:page ri:content-title="Gone"/></ac:link> <ac:link><ri:attachment ri:filename="Big Plan.PNG"><ri:content-entity ri:content-id="1"/></ri:attachment></ac:link></p>')}
${object('Page', '3', property('title', 'Home'), reference('originalVersion', 'Page', '1'), reference('space', 'Space', '7'))}
${object('Page', '4', property('title', 'Draft'), property('contentStatus', 'draft'), reference('space', 'Space', '7'))}
${object('Page', '5', property('title', 'Loop A'), reference('parent', 'Page', '6'), reference('space', 'Space', '7'))}
${object('Page', '6', property('title', 'Loop B'), reference('parent', 'Page', '5'), reference('space', 'Space', '7'))}
${object('Page', '8', property('title', '../../etc/passwd\u202e'), reference('space', 'Space', '7'))}
${object('BlogPost', '10', property('title', 'We shipped'), property('creationDate', '2024-02-03 09:00:00.000'), reference('space', 'Space', '7'))}
${bodyOf('10', '<p>post <ac:link><ri:attachment ri:filename="Big Plan.PNG"><ri:page ri:content-title="Home"/></ri:attachment></ac:link></p>')}
${object('Space', '7', property('key', 'ENG'), property('name', 'Engineering'))}
${object('ConfluenceUserImpl', 'k1', property('name', 'ada'))}
${object('Attachment', '50', property('title', 'Big Plan.PNG'), property('version', '2'), reference('containerContent', 'Page', '1'))}
${object('Attachment', '51', property('title', 'big plan.png'), reference('containerContent', 'Page', '1'))}
${object('Attachment', '52', property('title', 'missing.pdf'), reference('containerContent', 'Page', '1'))}
${object('Label', '60', property('name', 'plan'))}
${object('Labelling', '61', reference('label', 'Label', '60'), reference('content', 'Page', '1'))}
</hibernate-generic>`;

const files = {
  'entities.xml': entities,
  'exportDescriptor.properties': 'exportType=space',
  'attachments/1/50/1': 'old',
  'attachments/1/50/2': 'new',
  'attachments/1/51/1': 'other',
  '../../evil': 'x',
};

function treeOf(at: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(at, below)).map((name) => {
      const path = below === '' ? name : `${below}/${name}`;
      if (statSync(join(at, path)).isDirectory()) return treeOf(at, path);
      return { [path]: readFileSync(join(at, path), 'utf8') };
    }),
  );
}

function packed(name: string, content: Buffer): string {
  const path = fresh(name);
  writeFileSync(path, content);
  return path;
}

describe('an XML export', () => {
  it('becomes a tree of files with front matter, attachments beside and links between them', async () => {
    const out = fresh('out');
    const summary = await exportSpace({ source: packed('space.zip', zipFile(files)), out });
    expect(summary).toEqual({
      pages: 5,
      posts: 1,
      attachments: 2,
      missing: 1,
      failed: 0,
      losses: 1,
      repeated: 0,
      others: [],
    });
    const tree = treeOf(out);
    expect(Object.keys(tree).sort()).toEqual([
      'ENG/_files/1/big-plan-51.png',
      'ENG/_files/1/big-plan.png',
      'ENG/blog/2024-02-03-we-shipped-10.md',
      'ENG/etc-passwd-8.md',
      'ENG/home-1.md',
      'ENG/home-1/child-co-2.md',
      'ENG/loop-b-6.md',
      'ENG/loop-b-6/loop-a-5.md',
    ]);
    expect(tree['ENG/_files/1/big-plan.png']).toBe('new');
    const [head, text] = tree['ENG/home-1.md']!.split('---\n# Home\n\n');
    expect(text).toBe(
      'Up: [Child & Co](home-1/child-co-2.md) ![Big Plan.PNG](_files/1/big-plan.png) `@ada`\n\n```\na < b\n```\n',
    );
    expect(head!.replace(/"[0-9a-f]{64}"/, '"HASH"')).toBe(
      '---\nid: "1"\nspace: "ENG"\ntitle: "Home"\nversion: 3\nurl: ""\nparent: null\nlabels: ["plan"]\nauthors: ["ada"]\n' +
        'created: "2013-01-31T10:00:00.500Z"\nmodified: ""\nsourceHash: "HASH"\nkind: "page"\n',
    );
    expect(tree['ENG/home-1/child-co-2.md']).toContain(
      '[Home](../home-1.md) [Gone](page:Gone) [Big Plan.PNG](../_files/1/big-plan.png)\n',
    );
    expect(tree['ENG/blog/2024-02-03-we-shipped-10.md']).toContain('post [Big Plan.PNG](../_files/1/big-plan.png)\n');
    expect(existsSync(join(folder, 'evil'))).toBe(false);
  });

  it('is the same unpacked, stored, and in the form for large archives', async () => {
    const expected = fresh('out');
    await exportSpace({ source: packed('space.zip', zipFile(files)), out: expected });
    const unpacked = fresh('unpacked');
    for (const [name, content] of Object.entries(files)) {
      if (name.startsWith('..')) continue;
      mkdirSync(dirname(join(unpacked, name)), { recursive: true });
      writeFileSync(join(unpacked, name), content);
    }
    const sources = [
      unpacked,
      packed('stored.zip', zipFile(files, { method: 0 })),
      packed('large.zip', zipFile(files, { large: true })),
    ];
    for (const source of sources) {
      const out = fresh('out');
      await exportSpace({ source, out });
      expect(treeOf(out)).toEqual(treeOf(expected));
    }
  });

  it('goes on when one page cannot be converted', async () => {
    const broken = entities.replace(/<p>post.*<\/p>/, '<b>'.repeat(60_000));
    const failures: string[] = [];
    const source = packed('broken.zip', zipFile({ 'entities.xml': broken }));
    const onFailure = (what: string, message: string) => failures.push(`${what}: ${message}`);
    const summary = await exportSpace({ source, out: fresh('out'), onFailure });
    expect(summary).toMatchObject({ pages: 5, posts: 0, failed: 1, missing: 3 });
    expect(failures).toEqual([expect.stringMatching(/^page 10 "We shipped": More than \d+ elements/)]);
  });
});

describe('an export packed on Windows', () => {
  const flat = Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => !name.startsWith('..'))
      .map(([name, content]) => [name.replaceAll('/', '\\'), content]),
  );

  it('has its attachments under paths with backslashes, packed or unpacked', async () => {
    const unpacked = fresh('unpacked');
    mkdirSync(unpacked);
    for (const [name, content] of Object.entries(flat)) writeFileSync(join(unpacked, name), content);
    for (const source of [packed('windows.zip', zipFile(flat)), unpacked]) {
      const out = fresh('out');
      expect(await exportSpace({ source, out })).toMatchObject({ attachments: 2, missing: 1 });
      expect(readFileSync(join(out, 'ENG/_files/1/big-plan.png'), 'utf8')).toBe('new');
    }
  });
});

describe('objects of one id', () => {
  it('are said: the first page stands with the first body, and the newest file', async () => {
    const more = [
      object('Page', '2', property('title', 'Twin'), reference('space', 'Space', '7')),
      bodyOf('2', '<p>second body</p>'),
      object(
        'Attachment',
        '50',
        property('title', 'Old.png'),
        property('version', '1'),
        reference('content', 'Page', '1'),
      ),
    ];
    const twice = entities.replace('</hibernate-generic>', `${more.join('')}</hibernate-generic>`);
    const out = fresh('out');
    const source = packed('twice.zip', zipFile({ ...files, 'entities.xml': twice }));
    const said: string[] = [];
    const summary = await exportSpace({ source, out, onFailure: (what, why) => said.push(`${what}: ${why}`) });
    expect(summary).toMatchObject({ pages: 5, attachments: 2, failed: 0, repeated: 3 });
    expect(said).toEqual(
      ['page 2 "Twin"', 'attachment 50 "Old.png"', 'body of page 2 "Child & Co"'].map(
        (what) => `${what}: it stands in the export a second time, which is left out.`,
      ),
    );
    expect(treeOf(out)['ENG/home-1/child-co-2.md']).not.toContain('second body');
    const ran = await run(['--space', source, '--out', fresh('out')]);
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('\n3 objects of the export stand in it twice') });
  }, 60_000);
});

describe('the folder that is written into', { timeout: 60_000 }, () => {
  const source = packed('space.zip', zipFile(files));

  it('is made with those above it, or is empty', async () => {
    const out = join(fresh('above'), 'below', 'out');
    await exportSpace({ source, out });
    expect(existsSync(join(out, 'ENG/home-1.md'))).toBe(true);
    const empty = fresh('empty');
    mkdirSync(empty);
    expect(await exportSpace({ source, out: empty })).toMatchObject({ pages: 5, others: [] });
  });

  it('is refused with anything in it, and left as it is', async () => {
    const out = fresh('out');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.md'), 'mine');
    const { code, err } = await run(['--space', source, '--out', out]);
    expect(code).toBe(1);
    expect(err).toMatch(/is not empty; name a new folder\. Or say --force: files of the same names are then replaced/);
    expect(treeOf(out)).toEqual({ 'mine.md': 'mine' });
  });

  it('may have files with --force, and those that are not of this run are said', async () => {
    const out = fresh('out');
    await exportSpace({ source, out });
    mkdirSync(join(out, '.git'));
    writeFileSync(join(out, '.git', 'HEAD'), 'x');
    const later = entities
      .replace('Child &amp; Co', 'Renamed')
      .replace('<![CDATA[Child & Co]]>', '<![CDATA[Renamed]]>');
    const newer = packed('newer.zip', zipFile({ ...files, 'entities.xml': later }));
    const { code, err } = await run(['--space', newer, '--out', out, '--force']);
    expect(code).toBe(0);
    expect(err).toContain(
      `\n1 other files stay in ${out}, of an earlier export or of somebody else: ENG/home-1/child-co-2.md.\n`,
    );
    expect(existsSync(join(out, 'ENG/home-1/renamed-2.md'))).toBe(true);
    for (let index = 0; index < 6; index++) writeFileSync(join(out, `x${index}`), '');
    const again = await run(['--space', newer, '--out', out, '--force']);
    expect(again.err).toContain(': ENG/home-1/child-co-2.md, x0, x1, x2, x3, …\n');
    const bodies = fresh('bodies');
    mkdirSync(bodies);
    writeFileSync(join(bodies, 'a.xml'), '<p>a</p>');
    const summary = await exportSpace({ source: bodies, out: bodies, force: true });
    expect(summary).toMatchObject({ pages: 1, others: ['a.xml'] });
  });

  it('is refused before the work where it cannot be made, and not left behind where nothing is written', async () => {
    const file = fresh('file');
    writeFileSync(file, '');
    await expect(exportSpace({ source, out: join(file, 'out') })).rejects.toThrow(
      /is no folder; name another one with --out/,
    );
    const broken = packed('broken.zip', zipFile({ 'entities.xml': '<rss></rss>' }));
    const out = fresh('out');
    await expect(exportSpace({ source: broken, out })).rejects.toThrow(/no Confluence export/);
    expect(existsSync(out)).toBe(false);
  });

  it('is refused in a place where nobody can make one', async () => {
    const sealed = existsSync('/proc/self') ? '/proc' : fresh('sealed');
    if (!existsSync(sealed)) mkdirSync(sealed);
    if (sealed !== '/proc') chmodSync(sealed, 0o500);
    const { code, err } = await run(['--space', source, '--out', join(sealed, 'x', 'y')]);
    expect(code).toBe(1);
    expect(err).toMatch(/x cannot be read or written \(E[A-Z]+\); check the path and its permissions\.\n$/);
  });
});

describe('objects that are not UTF-8', () => {
  it('are read where they are UTF-16 with its mark', async () => {
    const expected = fresh('out');
    await exportSpace({ source: packed('space.zip', zipFile(files)), out: expected });
    const wide = zipFile({ ...files, 'entities.xml': Buffer.from(`\uFEFF${entities}`, 'utf16le') });
    const out = fresh('out');
    await exportSpace({ source: packed('wide.zip', wide), out });
    expect(treeOf(out)).toEqual(treeOf(expected));
  });

  it('are refused otherwise, before anything is written', async () => {
    const latin = zipFile({ ...files, 'entities.xml': Buffer.from(entities.replace('Loop A', 'Caf\xe9'), 'latin1') });
    const source = packed('latin.zip', latin);
    await expect(exportSpace({ source, out: fresh('out') })).rejects.toThrow(
      /entities\.xml is not UTF-8, behind byte 0; unpack/,
    );
    await expect(openSpaceExport(source)).rejects.toThrow(/is not UTF-8/);
  });

  it('fail by themselves in a folder of bodies', async () => {
    const source = fresh('bodies');
    mkdirSync(source);
    writeFileSync(join(source, 'a.xml'), '<p>café</p>', 'latin1');
    writeFileSync(join(source, 'b.xml'), '\uFEFF<p>café</p>', 'utf16le');
    const out = fresh('out');
    const failures: string[] = [];
    const summary = await exportSpace({ source, out, onFailure: (what, why) => failures.push(`${what}: ${why}`) });
    expect(summary).toMatchObject({ pages: 1, failed: 1 });
    expect(failures).toEqual([expect.stringMatching(/^a\.xml: The body is not UTF-8: byte 7/)]);
    expect(treeOf(out)['b.md']).toContain('café');
  });
});

describe('an opened export', () => {
  it('tells of spaces, pages, people and restrictions, and reads bodies and files when they are asked for', async () => {
    const more = [
      object('ContentPermissionSet', '70', property('type', 'View'), reference('owningContent', 'Page', '2')),
      object('ContentPermissionSet', '71', property('type', 'Edit'), reference('owningContent', 'Page', '1')),
      object('ConfluenceUserImpl', 'k2', property('name', 'Lin'), property('atlassianAccountId', '5b10')),
    ];
    const content = zipFile({
      ...files,
      'entities.xml': entities.replace('</hibernate-generic>', `${more.join('')}</hibernate-generic>`),
    });
    const opened = await openSpaceExport(packed('open.zip', content));
    expect(opened.spaces).toEqual([{ id: '7', key: 'ENG', name: 'Engineering', homepageId: null }]);
    expect([...opened.pages.keys()]).toEqual(['1', '2', '5', '6', '8', '10']);
    expect([...opened.restricted]).toEqual(['2']);
    expect([opened.personName('k1'), opened.personName('5b10'), opened.personName('none')]).toEqual([
      'ada',
      'Lin',
      null,
    ]);
    const bodies: string[] = [];
    for await (const { pageId } of opened.bodies()) bodies.push(pageId);
    expect(bodies).toEqual(['1', '2', '10']);
    const read = async (id: string) => Buffer.from((await opened.readFile(opened.files.get(id)!)) ?? 'none').toString();
    expect([await read('50'), await read('52')]).toEqual(['new', 'none']);
    await opened.close();
  });

  it('is none where there are no objects, or where they are damaged', async () => {
    const empty = fresh('empty');
    mkdirSync(empty);
    await expect(openSpaceExport(empty)).rejects.toThrow(/has no entities\.xml; export the space as XML/);
    const content = Buffer.from(zipFile(files));
    content.fill(0xff, 60, 200);
    await expect(openSpaceExport(packed('bad.zip', content))).rejects.toThrow(/damaged/);
  });
});

describe('what is no export', () => {
  const whole = zipFile(files);
  const bad: Readonly<Record<string, [content: Buffer, message: RegExp]>> = {
    'no archive': [Buffer.from('hello'), /is no zip archive/],
    'an archive that is cut off': [whole.subarray(0, whole.length - 40), /is no zip archive/],
    'an archive without objects': [zipFile({ 'index.html': 'x' }), /has no entities\.xml; export the space as XML/],
    'an archive with a password': [zipFile(files, { locked: true }), /is locked with a password/],
    'an unknown way of packing': [zipFile(files, { method: 99 }), /packed in a way that is not known \(99\)/],
    'more content than it says': [zipFile(files, { claimed: 10 }), /longer than the archive says/],
    'a bomb': [zipFile(files, { claimed: 4_000_000_000 }), /would grow to 4000000000 bytes/],
    'another XML': [zipFile({ 'entities.xml': '<rss></rss>' }), /no Confluence export/],
  };
  for (const [name, [content, message]] of Object.entries(bad)) {
    it(`${name} is refused with what to do`, async () => {
      await expect(exportSpace({ source: packed('bad.zip', content), out: fresh('out') })).rejects.toThrow(message);
    });
  }

  it('damaged content is refused', async () => {
    const content = Buffer.from(whole);
    content.fill(0xff, 60, 200);
    await expect(exportSpace({ source: packed('bad.zip', content), out: fresh('out') })).rejects.toThrow(/damaged/);
  });
});

describe('an export that is damaged or cut off', () => {
  const restricted = entities.replace(
    '</hibernate-generic>',
    `${object('ContentPermissionSet', '70', property('type', 'View'), reference('owningContent', 'Page', '2'))}</hibernate-generic>`,
  );
  const parts: Readonly<Record<string, string>> = {
    'just before its restrictions': restricted.slice(0, restricted.indexOf('<object class="ContentPermissionSet"')),
    'within a restriction': restricted.slice(0, restricted.indexOf('View')),
    'at 95 %': restricted.slice(0, Math.floor(restricted.length * 0.95)),
    'within the name of its root': restricted.slice(0, -2),
    'with a hole': restricted.replace(
      /<object class="Page" package="x"><id name="id">2<[\s\S]*?<object/,
      '<object class="Page"><id name="id">2</id><object',
    ),
    'with a hole at its end': restricted.replace('</object></hibernate-generic>', '</hibernate-generic>'),
    'and another one behind it': `${restricted}${restricted}`,
  };
  const whole = { 'ENG/mine.md': 'mine' };

  async function refusesAll(source: string, message: RegExp): Promise<void> {
    const out = fresh('out');
    mkdirSync(join(out, 'ENG'), { recursive: true });
    writeFileSync(join(out, 'ENG/mine.md'), 'mine');
    await expect(exportSpace({ source, out, force: true })).rejects.toThrow(message);
    expect(treeOf(out)).toEqual(whole);
  }

  for (const [name, part] of Object.entries(parts)) {
    it(`${name} is refused with what to do, packed or unpacked, before anything is written`, async () => {
      const folder = fresh('part');
      mkdirSync(folder);
      writeFileSync(join(folder, 'entities.xml'), part);
      const message = /^entities\.xml is damaged or cut off: .*; export the space again, or copy and unpack/;
      for (const source of [folder, packed('part.zip', zipFile({ ...files, 'entities.xml': part }))]) {
        await refusesAll(source, message);
        await expect(openSpaceExport(source)).rejects.toThrow(message);
      }
    });
  }

  it('in a byte of a file of its archive is refused too, before anything is written', async () => {
    const content = zipFile(files, { method: 0 });
    const message = /: the archive is damaged or cut off; export the space again/;
    for (const at of [content.indexOf('Loop A'), content.indexOf('new', content.indexOf('attachments/1/50/2'))]) {
      const flipped = Buffer.from(content);
      flipped[at]! ^= 1;
      await refusesAll(packed('flipped.zip', flipped), message);
    }
  });

  it('is none where an object is empty, or nothing but space stands behind the root', async () => {
    const odd = `${entities.replace('</hibernate-generic>', '<object class="Page"/><object class="Other"/></hibernate-generic>')}\n\n`;
    expect((await openSpaceExport(packed('odd.zip', zipFile({ 'entities.xml': odd })))).pages.size).toBe(7);
  });
});

describe('a folder of bodies', { timeout: 60_000 }, () => {
  it('becomes files of the same names, with links between them and the attachments that they use', async () => {
    const source = fresh('bodies');
    const out = fresh('out');
    mkdirSync(join(source, 'sub', 'Plan'), { recursive: true });
    writeFileSync(
      join(source, 'Home.xml'),
      '<p><ac:link><ri:page ri:content-title="Plan"/></ac:link> <ac:link><ri:page ri:content-title="Gone"/></ac:link></p>',
    );
    writeFileSync(join(source, 'sub', 'Plan.html'), '<ac:image><ri:attachment ri:filename="a.png"/></ac:image>');
    writeFileSync(join(source, 'sub', 'Plan.json'), '{"type":"doc","version":1,"content":[]}');
    writeFileSync(join(source, 'sub', 'Plan', 'a.png'), 'PNG');
    writeFileSync(join(source, 'sub', 'unused.png'), 'PNG');
    writeFileSync(join(source, 'bad.json'), '{');
    const { code, out: said, err } = await run(['--space', source, '--out', out]);
    expect({ code, said }).toEqual({ code: 1, said: '' });
    expect(err).toMatch(
      /^bad\.json: .*JSON[\s\S]*3 pages, 0 blog posts, 1 attachments written to [\s\S]*1 pages failed\.\n$/,
    );
    expect(treeOf(out)).toEqual({
      'Home.md': '---\ntitle: "Home"\n---\n# Home\n\n[Plan](sub/Plan.md) [Gone](page:Gone)\n',
      'sub/Plan.md': '---\ntitle: "Plan"\n---\n# Plan\n\n![a.png](Plan/a.png)\n',
      'sub/Plan.json.md': '---\ntitle: "Plan"\n---\n# Plan\n',
      'sub/Plan/a.png': 'PNG',
    });
  });

  it('says so when there is nothing to convert', async () => {
    const empty = fresh('empty');
    mkdirSync(empty);
    const { code, err } = await run(['--space', empty, '--out', fresh('out')]);
    expect(code).toBe(1);
    expect(err).toMatch(/has neither an entities\.xml nor bodies/);
    await expect(exportSpace({ source: fresh('none'), out: fresh('out') })).rejects.toThrow(/does not exist/);
  });
});
