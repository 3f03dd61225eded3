import { describe, expect, test } from 'vitest';
import { documentOf } from './file.testbed.ts';

const defined = (path: string, text: string) =>
  documentOf(path, text).definitions!.map(({ kind, name, line }) => `${line} ${kind} ${name}`);

describe('manifests', () => {
  test.each([
    [
      'web/package.json',
      '{\n  "version": "1.0.0",\n  "name": "@acme/web",\n  "dependencies": {"name": "x"}\n}',
      ['3 package @acme/web'],
    ],
    ['package.json', '{ broken', []],
    ['package.json', '{"private": true}', []],
    ['Cargo.toml', '[workspace]\nname = "no"\n[package]\nname = "crate-a"\n', ['4 package crate-a']],
    ['Cargo.toml', '[workspace]\nname = "no"\n', []],
    [
      'pyproject.toml',
      '[build-system]\n[project]\nversion = "1"\nname = "tool"\n[x]\nname = "no"\n',
      ['4 package tool'],
    ],
    ['pyproject.toml', '[tool.poetry]\nname = "poet"\n', ['2 package poet']],
    ['go.mod', 'module example.org/svc\n\ngo 1.22\n', ['1 package example.org/svc']],
    ['package.json', '{"name": 7}', []],
    ['package.json', '[]', []],
    ['go.mod', 'go 1.22\n', []],
    ['composer.json', '{\n"name": "acme/x"}', ['2 package acme/x']],
    ['pubspec.yaml', 'name: tool\n', ['1 package tool']],
    ['Cargo.toml', '[package]\nversion = "1"\n', []],
    ['other.json', '{"name": "x"}', []],
  ])('%s holding %j defines %j', (path, text, expected) => {
    expect(defined(path, text)).toEqual(expected);
  });

  test('an API description defines its endpoints', () => {
    const yaml =
      'openapi: 3.1.0\npaths:\n  /orders:\n    get:\n      summary: x\n    post:\n      x: 1\n  /orders/{id}:\n    delete:\n      parameters:\n        get: 1\ncomponents: {}\n';
    expect(defined('api/openapi.yaml', yaml)).toEqual([
      '4 endpoint GET /orders',
      '6 endpoint POST /orders',
      '9 endpoint DELETE /orders/{id}',
    ]);
    const json = JSON.stringify({ openapi: '3.0.0', paths: { '/a': { get: {} } } }, null, 2);
    expect(defined('api.json', json)).toEqual(['5 endpoint GET /a']);
    expect(defined('values.yaml', 'paths:\n  /a:\n    get: 1\n')).toEqual([]);
  });
});
