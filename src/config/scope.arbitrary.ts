import fc from 'fast-check';
import type { Scope, SpaceScope } from '../core/scope.ts';
import { LARGEST_ATTACHMENT } from './scope-schema.ts';

const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => text === text.trim() && text !== '' && !/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(text));
const id = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 22n }).map(String),
  fc.constantFrom('null', 'true', '0x1f', '1e3', '007', '~', '---', '- a', '# b', '{x}', '*a', '&b', "it's", '"q"'),
  name,
);
const ids = fc.uniqueArray(id, { maxLength: 6 });

const space: fc.Arbitrary<SpaceScope> = fc.record({
  key: fc.oneof(fc.constantFrom('ENG', '~712020', 'eng', 'OPS'), name),
  selectedPageIds: fc.option(ids, { nil: null }),
  includeDescendants: fc.boolean(),
  exclude: fc.record({ pageIds: ids, labels: fc.uniqueArray(name, { maxLength: 3 }) }),
});

/** Every scope that can be written down. */
export const anyScope: fc.Arbitrary<Scope> = fc.record({
  version: fc.constant(1 as const),
  source: fc.oneof(fc.constant('wiki'), name),
  spaces: fc.uniqueArray(space, { selector: (item) => item.key, maxLength: 5 }),
  attachments: fc.record({ include: fc.boolean(), maxBytes: fc.nat(LARGEST_ATTACHMENT) }),
  blogPosts: fc.boolean(),
});
