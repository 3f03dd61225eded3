import { expand as section } from '../constructs/expand.ts';
import type { Macro } from '../types.ts';
import { namesOf } from './names.ts';
import { parameter } from './parameter.ts';

/** A section that opens on a click. */
export const expand: Macro = {
  names: namesOf(`
      expand ui-expand uiexpand expandable accordion spoiler auiexpander localtab ui-tab tab
    `),
  becomes: '`<details>` with its title as `<summary>`',
  rule: (call, context) =>
    section(parameter(call, 'title', 'name', '') ?? '', call.rich?.() ?? [], context, call.where),
};
