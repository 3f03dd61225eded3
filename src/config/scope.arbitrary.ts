import fc from 'fast-check';
import type { AttachmentKind, Scope, SpaceScope } from '../core/scope.ts';
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

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const names = fc.uniqueArray(name, { maxLength: 3 });

const space: fc.Arbitrary<SpaceScope> = fc.record(
  {
    key: fc.oneof(fc.constantFrom('ENG', '~712020', 'eng', 'OPS'), name),
    selectedPageIds: fc.option(ids, { nil: null }),
    includeDescendants: fc.boolean(),
    subtreePageIds: ids,
    labels: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    exclude: fc.record(
      { pageIds: ids, labels: names, titles: names, modifiedBefore: day },
      { requiredKeys: ['pageIds', 'labels'] },
    ),
  },
  { requiredKeys: ['key', 'selectedPageIds', 'includeDescendants', 'exclude'] },
);
const kinds = fc.subarray<AttachmentKind>(['image', 'document', 'archive', 'media', 'other']);

/** Every scope that can be written down. */
export const anyScope: fc.Arbitrary<Scope> = fc.record(
  {
    version: fc.constant(1 as const),
    source: fc.oneof(fc.constant('wiki'), name),
    spaces: fc.uniqueArray(space, { selector: (item) => item.key, maxLength: 5 }),
    attachments: fc.record(
      { include: fc.boolean(), maxBytes: fc.nat(LARGEST_ATTACHMENT), kinds },
      { requiredKeys: ['include', 'maxBytes'] },
    ),
    blogPosts: fc.boolean(),
    comments: fc.constantFrom('none', 'open', 'all'),
    archivedPages: fc.boolean(),
    history: fc.boolean(),
    historyVersions: fc.integer({ min: 1, max: 50 }),
  },
  { requiredKeys: ['version', 'source', 'spaces', 'attachments', 'blogPosts'] },
);
