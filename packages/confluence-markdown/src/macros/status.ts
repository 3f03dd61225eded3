import { status as lozenge } from '../constructs/status.ts';
import type { Macro } from '../types.ts';
import { parameter } from './parameter.ts';

/** A lozenge; without a title Confluence shows the colour's name. */
export const status: Macro = {
  names: ['status', 'status-handy', 'handy-status', 'auilozenge'],
  becomes: 'Its text as inline code',
  rule: (call, context) => {
    const color = parameter(call, 'colour', 'color');
    const title = parameter(call, 'title', 'status', '') ?? color ?? '';
    return [...lozenge(title, color, context, call.where), ...(call.rich?.() ?? [])];
  },
};
