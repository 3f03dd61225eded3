import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCommand } from '../src/cli/arguments.ts';
import { environmentNames } from '../src/env.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly volumes: readonly string[];
}

describe('the image', () => {
  const lines = read('Dockerfile')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

  it('runs as nobody in particular, from named releases, with a health check', () => {
    expect(of('USER').at(-1)).toBe('1000:1000');
    const [node] = of('ARG').flatMap((line) => /^NODE=(\d+\.\d+\.\d+)$/.exec(line)?.[1] ?? []);
    expect(node).toBeDefined();
    expect(['22.23.1', '24.17.0']).not.toContain(node);
    for (const from of of('FROM')) expect(from).toMatch(/^node:\$\{NODE\}-\w+-slim AS \w+$/);
    expect(of('HEALTHCHECK')).toHaveLength(1);
    expect(of('ENTRYPOINT')[0]).toMatch(/^\[/);
  });

  it('is made of what the repository has, and holds no secret', () => {
    const copied = of('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(/\s+/).slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const set = of('ENV').flatMap((line) => line.split(/\s+/).map((pair) => pair.split('=')[0]!));
    expect(set.filter((name) => /SECRET|KEY|TOKEN|PASSWORD/.test(name))).toEqual([]);
    // npm and the C library read their own.
    const ours = set.filter((name) => !/^(?:npm|MALLOC)_/.test(name));
    expect(ours.filter((name) => !environmentNames.includes(name))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const file = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const ours = Object.entries(file.services).filter(([, { image }]) => image.startsWith('ctxpipe:'));

  it('runs the product with nothing that it does not need (S30)', () => {
    expect(ours.map(([name]) => name)).toEqual(['server', 'worker']);
    for (const [, service] of ours) {
      expect(service).toMatchObject({ user: '1000:1000', read_only: true, cap_drop: ['ALL'] });
      expect(service.security_opt).toContain('no-new-privileges:true');
      expect(service.image).toBe(`ctxpipe:${version}`);
      expect(() => readCommand(service.command!)).not.toThrow();
    }
  });

  it('sets variables that are read, and holds no secret of its own', () => {
    for (const [, { environment }] of ours) {
      expect(Object.keys(environment).filter((name) => !environmentNames.includes(name))).toEqual([]);
      for (const [name, value] of Object.entries(environment))
        if (/SECRET|KEY|_URL$/.test(name)) expect(value).toMatch(/\$\{\w+:[?-]/);
    }
  });

  it('names volumes and services that are there', () => {
    for (const service of Object.values(file.services)) {
      for (const volume of service.volumes) expect(Object.keys(file.volumes)).toContain(volume.split(':')[0]);
      for (const name of Object.keys(service.depends_on ?? {})) expect(Object.keys(file.services)).toContain(name);
    }
  });
});

describe('the chart', () => {
  const folder = join(root, 'deploy/helm/ctxpipe');
  const templates = readdirSync(join(folder, 'templates')).map((name) => read(`helm/ctxpipe/templates/${name}`));
  const values = parse(read('helm/ctxpipe/values.yaml')) as Record<string, unknown>;

  it('has the version of the product', () => {
    expect(parse(read('helm/ctxpipe/Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });

  it('uses values that it has, and has none that it does not use', () => {
    const used = new Set(templates.join('\n').match(/\.Values(?:\.\w+)+/g));
    const valueAt = (path: string) =>
      path
        .split('.')
        .slice(2)
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
    expect([...used].filter((path) => valueAt(path) === undefined)).toEqual([]);
    const top = Object.keys(values).filter((key) => ![...used].some((path) => path.startsWith(`.Values.${key}`)));
    expect(top).toEqual([]);
    expect(Object.keys(values.env as object).filter((name) => !environmentNames.includes(name))).toEqual([]);
  });

  it('opens and closes what it opens, and its templates are YAML but for what is filled in', () => {
    const defined = new Set([...templates.join('\n').matchAll(/define "([\w.]+)"/g)].map((match) => match[1]));
    for (const text of templates) {
      const words = [...text.matchAll(/\{\{-?\s*(if|range|define|end)\b/g)].map((match) => match[1]);
      expect(words.filter((word) => word === 'end')).toHaveLength(words.filter((word) => word !== 'end').length);
      for (const [, name] of text.matchAll(/include "([\w.]+)"/g)) expect(defined).toContain(name);
      if (text.includes('define "')) continue;
      const filled = text.replace(/^\s*\{\{-.*\}\}\s*$/gm, '').replace(/\{\{[^}]*\}\}/g, 'filled');
      expect(parse(filled)).toMatchObject({ kind: expect.any(String), metadata: expect.any(Object) });
    }
  });

  it('runs without rights, on a file system that cannot be written', () => {
    const all = templates.join('\n');
    for (const word of [
      'runAsNonRoot: true',
      'readOnlyRootFilesystem: true',
      'allowPrivilegeEscalation: false',
      'drop: [ALL]',
    ])
      expect(all).toContain(word);
    for (const kind of ['server', 'worker']) {
      const text = read(`helm/ctxpipe/templates/${kind}.yaml`);
      for (const part of ['ctxpipe.podSecurity', 'ctxpipe.containerSecurity', 'automountServiceAccountToken: false'])
        expect(text).toContain(part);
    }
  });
});
