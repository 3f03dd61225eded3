import { isTestFile, sources, withoutComments } from './sources.mjs';

const products = /confluence|atlassian|github|forge(?!t)/i;

/** Where products may be named: the connectors, what composes them, and the names of the outside contract. */
const mayName = [
  /^src\/connectors\//,
  /^src\/main\.ts$/,
  /^src\/main\//,
  /^src\/env\.ts$/,
  /^src\/server\/contract\.ts$/,
  /^src\/workflows\/contract-names\.ts$/,
  /^src\/store\/connections\.ts$/,
  /^src\/server\/http\/routes\/oauth-app\.ts$/,
  /^src\/core\/ports\/connections\.ts$/,
  /^src\/core\/roles\/provisioner\.ts$/,
  /^web\/src\/api\/contract\.ts$/,
];

const readsEnvironment = /process\.env\b/;
const mayReadEnvironment = [/^src\/env\.ts$/];

/** Uses of product names and of process.env outside their places. */
export function checkWords() {
  const problems = [];
  for (const { path, text } of sources('src', 'web/src')) {
    if (isTestFile(path)) continue;
    const lines = withoutComments(text).split('\n');
    lines.forEach((line, index) => {
      const code = line.replace(/@ctxpipe\/confluence-markdown/g, '');
      if (products.test(code) && !mayName.some((place) => place.test(path)))
        problems.push(`${path}:${index + 1}: names a product (${products.exec(code)[0]})`);
      if (
        readsEnvironment.test(code) &&
        path.startsWith('src/') &&
        !mayReadEnvironment.some((place) => place.test(path))
      )
        problems.push(`${path}:${index + 1}: reads process.env; src/env.ts is the only reader`);
    });
  }
  return problems;
}
