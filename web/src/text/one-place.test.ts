import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The page of components is for those who build them; it is left out of what is delivered. */
const forBuilders = 'pages/gallery/';
/** Attributes that a person reads or hears. */
const read = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'lead', 'hint', 'name', 'optional']);
/** The product's name is the same in every language. */
const sameEverywhere = new Set(['ctx', 'ctx|', 'https://']);

function isWords(text: string): boolean {
  return /\p{L}{2,}/u.test(text) && !sameEverywhere.has(text.trim());
}

/** Words that stand in a component instead of in `text/`: between tags, or in an attribute that is read. */
function wordsIn(file: string, source: string): readonly string[] {
  const found: string[] = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const note = (node: ts.Node, text: string) => {
    if (isWords(text))
      found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression)) {
      if (!ts.isJsxAttribute(node.parent)) note(node, node.expression.text);
    }
    if (ts.isJsxAttribute(node) && read.has(node.name.getText()) && node.initializer) {
      const { initializer } = node;
      if (ts.isStringLiteral(initializer) && !(node.name.getText() === 'name' && isFormField(node)))
        note(node, initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `name` of a native or of our own field is what the browser fills in by, and is not read. */
function isFormField(attribute: ts.JsxAttribute): boolean {
  return /^(?:input|select|textarea|meta|\w*Field|SearchBox)$/.test(attribute.parent.parent.tagName.getText());
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.tsx') && !path.startsWith(forBuilders),
);

describe('the words of the page', () => {
  it('stand in one place, ready for another language', () => {
    const found = files.flatMap((path) => wordsIn(relative('', path), readFileSync(join(root, path), 'utf8')));
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(80);
  });

  it('would be found anywhere else', () => {
    const source = '<p title="Say it">Two words {"and more"} {t.common.close}<input name="email" type="text" /></p>';
    expect(wordsIn('a.tsx', `const a = ${source};`)).toEqual([
      'a.tsx:1 Say it',
      'a.tsx:1 Two words',
      'a.tsx:1 and more',
    ]);
  });
});
