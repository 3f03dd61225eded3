import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printManifest } from '../src/connectors/confluence/forge/index.ts';
import { readEnvironment } from '../src/env.ts';
import { reachOf } from '../src/main/settings.ts';
import { provisionCodes } from '../src/workflows/contract-names.ts';

const page = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../docs/2-connect/${name}`, import.meta.url)), 'utf8');

interface Manifest {
  readonly modules: { readonly trigger: readonly { readonly events: readonly string[] }[] };
  readonly permissions: { readonly scopes: readonly string[] };
}

function manifest(instantDelete: boolean) {
  const request = { connectionId: 'c', origin: 'https://ctx.example.com', instantDelete };
  const { modules, permissions } = parse(printManifest(request, null)) as Manifest;
  return { events: modules.trigger.flatMap(({ events }) => events), scopes: permissions.scopes };
}

/** Rows of the tables below a heading, up to the next one of its kind. */
function rowsOf(text: string, heading: string): readonly (readonly string[])[] {
  const section = text.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}
const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

describe('the page of scopes and events', () => {
  const text = page('scopes.md');

  it('gives a reason for every scope that the manifest asks for, and names no other', () => {
    const rows = rowsOf(text, 'Scopes');
    expect(rows.flatMap(([cell]) => namesIn(cell!)).sort()).toEqual([...manifest(true).scopes].sort());
    for (const [, why] of rows) expect(why!.length).toBeGreaterThan(10);
    const reading = text.split('With *instant delete*')[0]!;
    expect(rowsOf(reading, 'Scopes').flatMap(([cell]) => namesIn(cell!))).toEqual([...manifest(false).scopes]);
  });

  it('names every event, and which ones only instant delete brings', () => {
    const rows = rowsOf(text, 'Events');
    const named = (wanted: (with_: string) => boolean) =>
      rows.filter(([, what]) => wanted(what!)).flatMap(([cell]) => namesIn(cell!));
    expect(named(() => true).sort()).toEqual([...manifest(true).events].sort());
    expect(named((what) => !what.startsWith('instant')).sort()).toEqual([...manifest(false).events].sort());
  });
});

it.each(['README.md', 'operator.md'])('%s gives the cure of every code of provisioning', (name) => {
  const text = page(name);
  const rows = text.split('\n').filter((line) => /^\| `[a-z_]+` \|/.test(line));
  const codes = rows.flatMap((line) => namesIn(line.split('|')[1]!)).filter((code) => provisionCodes.has(code));
  expect(codes.sort()).toEqual([...provisionCodes].sort());
});

it('lists every host that is called where nothing else is configured', () => {
  const listed = page('README.md').split('## Hosts that must be reachable')[1]!.split('\n## ')[0]!;
  const called = Object.values(reachOf(readEnvironment({}))).map((url) => new URL(url).host);
  expect([...new Set(called)].filter((host) => !listed.includes(`\`${host}\``))).toEqual([]);
});
