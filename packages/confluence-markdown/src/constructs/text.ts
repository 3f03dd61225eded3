import type { Html, InlineCode, Paragraph, PhrasingContent, Text } from 'mdast';

/** A run of plain text. */
export function text(value: string): Text {
  return { type: 'text', value };
}

/** A text that the page shows as a thing of its own, such as a date: no letter of the text around it touches it. */
export function apart(value: string): Text {
  return { type: 'text', value, data: { apart: true } as Text['data'] };
}

/** A paragraph of inline nodes. */
export function paragraph(children: readonly PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children: [...children] };
}

/** Raw HTML. Everything that comes from a page must have gone through {@link escapeHtml}. */
export function html(value: string): Html {
  return { type: 'html', value };
}

/**
 * A short label of the page's own that is no code: a status, a person, a placeholder. Stands as code so that it is
 * told from the prose and calls nobody. No letter of the text around it touches it.
 */
export function chip(value: string): InlineCode {
  return {
    type: 'inlineCode',
    value: value.replace(/\s+/g, ' ').trim(),
    data: { chip: true, apart: true } as InlineCode['data'],
  };
}

/** Text as it may stand in HTML, in element content as well as in a double-quoted attribute. */
export function escapeHtml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
