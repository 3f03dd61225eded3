/** Atlassian Document Format, as far as the stand-in writes and reads it. */
export interface AdfMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

export interface AdfNode {
  readonly type: string;
  readonly version?: number;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly AdfNode[];
  readonly marks?: readonly AdfMark[];
  readonly text?: string;
}

export function node(type: string, content: readonly AdfNode[], attrs?: AdfNode['attrs']): AdfNode {
  return attrs === undefined ? { type, content } : { type, attrs, content };
}

export function leaf(type: string, attrs?: AdfNode['attrs']): AdfNode {
  return attrs === undefined ? { type } : { type, attrs };
}

export function textNode(text: string, marks: readonly AdfMark[] = []): AdfNode {
  return marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text };
}

export function paragraph(content: readonly AdfNode[]): AdfNode {
  return node('paragraph', content);
}

export function documentOf(content: readonly AdfNode[]): AdfNode {
  return { type: 'doc', version: 1, content };
}

/**
 * A macro as the vendor writes it into ADF. A macro with a rich body is a `bodiedExtension`; the plain text of a macro
 * that has one is not in ADF at all, only in storage.
 */
export function extension(
  kind: 'extension' | 'inlineExtension' | 'bodiedExtension',
  name: string,
  parameters: Readonly<Record<string, string>>,
  content?: readonly AdfNode[],
): AdfNode {
  const macroParams = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, { value }]));
  const attrs = {
    ...(kind === 'inlineExtension' ? {} : { layout: 'default' }),
    extensionType: 'com.atlassian.confluence.macro.core',
    extensionKey: name,
    parameters: {
      macroParams,
      macroMetadata: { schemaVersion: { value: '1' }, title: name },
    },
  };
  return content ? node(kind, content, attrs) : leaf(kind, attrs);
}
