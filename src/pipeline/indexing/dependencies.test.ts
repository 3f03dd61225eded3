import { describe, expect, test } from 'vitest';
import { documentOf } from './file.testbed.ts';

const needed = (path: string, text: string) =>
  documentOf(path, text).dependencies!.map(({ text: name, line }) => `${line} ${name}`);

describe('what a manifest needs', () => {
  test.each([
    [
      'package.json',
      '{\n  "name": "hono",\n  "dependencies": {\n    "hono": "4",\n    "@acme/x": "1"\n  },\n  "devDependencies": {\n    "vitest": "1"\n  }\n}',
      ['4 hono', '5 @acme/x', '8 vitest'],
    ],
    ['package.json', '{ broken', []],
    ['package.json', '{"dependencies": ["x"]}', []],
    [
      'pyproject.toml',
      '[project]\nname = "t"\ndependencies = [\n  "httpx[http2]>=0.27",\n  "rich",\n]\n',
      ['4 httpx', '5 rich'],
    ],
    ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.11"\nFlask = "3"\n[x]\ny = 1\n', ['3 Flask']],
    [
      'requirements.txt',
      '# all\nflask==3.0\nuvicorn[standard] >= 0.1 ; python_version > "3"\n-r other.txt\n',
      ['2 flask', '3 uvicorn'],
    ],
    [
      'go.mod',
      'module a.b/c\n\nrequire d.e/f v1.0.0\nrequire (\n\tg.h/i v1.2.3\n\tj.k/l v0.1.0 // indirect\n)\n',
      ['3 d.e/f', '5 g.h/i', '6 j.k/l'],
    ],
    [
      'Cargo.toml',
      '[package]\nname = "a"\n[dependencies]\nserde = "1"\ntokio.workspace = true\n[dev-dependencies]\nproptest = "1"\n',
      ['4 serde', '5 tokio', '7 proptest'],
    ],
    [
      'pom.xml',
      '<project>\n<artifactId>own</artifactId>\n<dependencies>\n<dependency>\n<groupId>org.x</groupId>\n<artifactId>y</artifactId>\n</dependency>\n</dependencies>\n</project>\n',
      ['6 org.x:y'],
    ],
    ['other.json', '{"dependencies": {"x": "1"}}', []],
  ])('%s holding %j needs %j', (path, text, expected) => {
    expect(needed(path, text)).toEqual(expected);
  });

  test('services are defined where they are started together or catalogued', () => {
    const defined = (path: string, text: string) =>
      documentOf(path, text)
        .definitions!.filter(({ kind }) => kind === 'service')
        .map(({ name, line }) => `${line} ${name}`);
    expect(
      defined(
        'deploy/compose.yaml',
        'services:\n  # one\n  api:\n    image: x\n    ports:\n      - 1\n  db:\n    image: y\nvolumes:\n  data:\n',
      ),
    ).toEqual(['3 api', '7 db']);
    expect(defined('catalog-info.yaml', 'apiVersion: v1\nkind: Component\nmetadata:\n  name: payments-api\n')).toEqual([
      '4 payments-api',
    ]);
    expect(defined('values.yaml', 'services:\n  api:\n')).toEqual([]);
  });

  test.each([
    ['src/a.ts', "app.get('/orders/:id', handler);", ['GET /orders/{id}']],
    ['src/a.py', '@router.post("/orders/<int:id>/")', ['POST /orders/{id}']],
    ['src/A.java', '  @DeleteMapping("/orders/{id:[0-9]+}")', ['DELETE /orders/{id}']],
    ['main.go', '\tmux.HandleFunc("GET /orders", list)', ['GET /orders']],
    ['src/a.ts', "cache.get('key'); map.delete('x/y');", []],
  ])('%s holding %j answers at %j', (path, text, expected) => {
    expect(documentOf(path, text).routes!.map(({ text: route }) => route)).toEqual(expected);
  });
});
