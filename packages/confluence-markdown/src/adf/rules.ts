import type { NodeRule } from './node.ts';
import { blockRules } from './nodes/blocks.ts';
import { cardRules } from './nodes/cards.ts';
import { listRules } from './nodes/lists.ts';
import { macroRules } from './nodes/macros.ts';
import { mediaRules } from './nodes/media.ts';
import { tableRules } from './nodes/tables.ts';
import { textRules } from './nodes/text.ts';
import { unsupportedRules } from './nodes/unsupported.ts';

/** Every node of every version of the schema that is known. */
export const nodeRules: readonly NodeRule[] = [
  ...textRules,
  ...blockRules,
  ...listRules,
  ...tableRules,
  ...mediaRules,
  ...cardRules,
  ...macroRules,
  ...unsupportedRules,
];
