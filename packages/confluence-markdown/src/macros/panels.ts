import type { RootContent } from 'mdast';
import { type PanelKind, panel } from '../constructs/panel.ts';
import { text } from '../constructs/text.ts';
import type { Macro, MacroCall } from '../types.ts';
import { parameter } from './parameter.ts';

/** Backgrounds by which the editor tells its panels apart where it writes them as the `panel` macro. */
const BY_BACKGROUND: Readonly<Record<string, PanelKind>> = {
  '#eae6ff': 'note',
  '#deebff': 'info',
  '#e3fcef': 'success',
  '#fffae6': 'warning',
  '#ffebe6': 'error',
};

function show(kind: PanelKind, call: MacroCall): RootContent[] {
  const title = parameter(call, 'title');
  const icon = parameter(call, 'panelIconText');
  const heading = [icon && kind === 'custom' ? icon : '', title ?? ''].filter((part) => part !== '').join(' ');
  const body = call.rich?.() ?? (call.plain ? [{ type: 'paragraph' as const, children: [text(call.plain)] }] : []);
  return panel(kind, heading === '' ? [] : [text(heading)], body);
}

function one(names: readonly string[], kind: PanelKind, alert: string): Macro {
  return {
    names,
    becomes: `Alert \`[!${alert}]\`, its title in bold`,
    rule: (call) => show(kind, call),
  };
}

/** Boxes around text. The names of the macros are older than those of the panels: `note` is a warning. */
export const panels: readonly Macro[] = [
  one(['info', 'alert', 'auihint', 'message-box'], 'info', 'NOTE'),
  one(['tip', 'success', 'auisuccess'], 'success', 'TIP'),
  one(['note', 'auiwarning'], 'warning', 'WARNING'),
  one(['warning', 'error', 'auierror'], 'error', 'CAUTION'),
  {
    names: ['panel', 'box', 'bgcolor-panel'],
    becomes: 'Alert `[!NOTE]` (`[!IMPORTANT]` for the purple one), its title in bold',
    rule: (call, context) => {
      const color = parameter(call, 'bgColor')?.toLowerCase();
      const kind = BY_BACKGROUND[color ?? ''] ?? 'custom';
      if (color && kind === 'custom') {
        context.note({ kind: 'degraded', what: 'panel:color', where: call.where, text: color });
      }
      return show(kind, call);
    },
  },
];
