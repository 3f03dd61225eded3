import type { Blockquote, PhrasingContent, RootContent } from 'mdast';
import { paragraph, text } from './text.ts';

/**
 * Kinds of panel by the names that ADF gives them. In storage format the macro `tip` is a `success` panel, `note` a
 * `warning` and `warning` an `error`; the purple `panel` macro is a `note`.
 */
export type PanelKind = 'info' | 'note' | 'tip' | 'warning' | 'success' | 'error' | 'custom';

/** GitHub's alerts, matched by colour and meaning. */
const ALERTS: Readonly<Record<PanelKind, string>> = {
  info: 'NOTE',
  note: 'IMPORTANT',
  tip: 'TIP',
  success: 'TIP',
  warning: 'WARNING',
  error: 'CAUTION',
  custom: 'NOTE',
};

/** A panel as a GFM alert; the title stands in bold in a line of its own. */
export function panel(
  kind: PanelKind,
  title: readonly PhrasingContent[],
  children: readonly RootContent[],
): RootContent[] {
  const body: RootContent[] =
    title.length > 0 ? [paragraph([{ type: 'strong', children: [...title] }]), ...children] : [...children];
  if (body.length === 0) return [];
  const marker = `[!${ALERTS[kind]}]`;
  const first = body[0]!;
  const head =
    first.type === 'paragraph'
      ? [paragraph([text(`${marker}\n`), ...first.children]), ...body.slice(1)]
      : [paragraph([text(marker)]), ...body];
  const quote: Blockquote = {
    type: 'blockquote',
    children: head as Blockquote['children'],
    data: { alert: true } as Blockquote['data'],
  };
  return [quote];
}
