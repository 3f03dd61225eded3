import type { RootContent } from 'mdast';
import { layout as columns } from '../constructs/layout.ts';
import type { Macro } from '../types.ts';
import { namesOf } from './names.ts';

/** Macros that only say where their body stands on the page. */
export const layout: readonly Macro[] = [
  {
    names: ['section'],
    becomes: 'Its columns, one below the other',
    rule: (call, context) => columns([call.rich?.() ?? []], context, call.where),
  },
  {
    names: namesOf(`
      column details page-properties numberedheadings div span center align bgcolor color style highlight indent cell row
      hide-if show-if hide-from scroll-ignore scroll-ignore-inline
      scroll-only scroll-only-inline scroll-portrait scroll-landscape scroll-title scroll-tablelayout
      scroll-pagetitle table-filter tablefilter table-joiner table-excerpt table-transformer sv-translation
      translation tooltip auibuttongroup card deck clickable composition-setup slide aui-horizontal-nav
      localtabgroup tabs-group
    `),
    becomes: 'Its body',
    rule: (call) => call.rich?.() ?? plain(call.plain),
  },
];

function plain(value: string | null): RootContent[] {
  return value?.trim() ? [{ type: 'paragraph', children: [{ type: 'text', value: value.trim() }] }] : [];
}
