import { z } from 'zod';
import type { JsonObject } from '../core/connection.ts';
import type { Scope } from '../core/scope.ts';

/** Bytes; Git hosts refuse larger files. */
export const LARGEST_ATTACHMENT = 100 * 1024 * 1024;
/** Bytes above which an attachment is named and not copied, where the file says nothing. */
export const DEFAULT_ATTACHMENT_LIMIT = 10 * 1024 * 1024;

/** Versions with their bodies that a source gives in one call. */
const MOST_VERSIONS = 50;
const LONGEST_NAME = 255;
const ATTACHMENT_KINDS = ['image', 'document', 'archive', 'media', 'other'] as const;
const COMMENTS = ['none', 'open', 'all'] as const;

function isPlainText(value: string): boolean {
  return value === value.trim() && !/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(value);
}

const name = (what: string) =>
  z
    .string(`${what} is text`)
    .min(1, `${what} is empty`)
    .max(LONGEST_NAME, `${what} is longer than ${LONGEST_NAME} characters`)
    .refine(isPlainText, `${what} holds spaces at its ends or characters that cannot be shown`);

const pageId = z
  .union([z.string(), z.number()], 'A page id is text or a number')
  .transform(String)
  .pipe(name('A page id'))
  .describe('Id of a page at the source, as in its address. Quotes are best, since ids can be long.');

/** Whether a text is a day of the calendar in the form `YYYY-MM-DD`. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

const spaceScope = z.strictObject(
  {
    key: name('A space key').describe('Key of the space as shown at the source.'),
    selectedPageIds: z
      .array(pageId, 'selectedPageIds is a list of page ids')
      .nullable()
      .default(null)
      .describe('Absent or null: the whole space. A list: those pages. [] is no page.'),
    includeDescendants: z
      .boolean('includeDescendants is true or false')
      .default(false)
      .describe('The selected pages bring all pages below them.'),
    subtreePageIds: z
      .array(pageId, 'subtreePageIds is a list of page ids')
      .optional()
      .describe('These pages come with all pages below them, whatever includeDescendants says.'),
    labels: z
      .array(name('A label'), 'labels is a list of labels')
      .min(1, 'labels holds one label at least')
      .optional()
      .describe('Of what is chosen, only pages with one of these labels.'),
    exclude: z
      .strictObject(
        {
          pageIds: z
            .array(pageId, 'pageIds is a list of page ids')
            .default([])
            .describe('These pages stay out, with all pages below them.'),
          labels: z
            .array(name('A label'), 'labels is a list of labels')
            .default([])
            .describe('Pages with one of these labels stay out.'),
          titles: z
            .array(name('A title pattern'), 'titles is a list of patterns')
            .optional()
            .describe(
              'Pages whose whole title matches stay out: * is any text, ? one character, case does not matter.',
            ),
          modifiedBefore: z
            .string('modifiedBefore is a day such as 2024-12-31')
            .refine(isDay, 'modifiedBefore is a day such as 2024-12-31')
            .optional()
            .describe('Pages that were not changed since this day (UTC) stay out.')
            .meta({ format: 'date' }),
        },
        'exclude holds pageIds, labels, titles and modifiedBefore',
      )
      .default({ pageIds: [], labels: [] }),
  },
  'A space is written as key and what is selected of it',
);

/** The scope file's form: reads defaults in, refuses what it does not know. */
export const scopeForm = z.strictObject(
  {
    version: z.literal(1, 'version is 1').describe('Version of this file format.'),
    source: name('source').describe('Connector that the pages come from.'),
    spaces: z.array(spaceScope, 'spaces is a list').describe('The spaces to mirror.'),
    attachments: z
      .strictObject(
        {
          include: z.boolean('include is true or false').default(true).describe('Copy attachments beside their pages.'),
          maxBytes: z
            .int('maxBytes is a whole number of bytes')
            .min(0, 'maxBytes is not negative')
            .max(LARGEST_ATTACHMENT, `maxBytes is at most ${LARGEST_ATTACHMENT}`)
            .default(DEFAULT_ATTACHMENT_LIMIT)
            .describe('Larger attachments are named and not copied.'),
          kinds: z
            .array(z.enum(ATTACHMENT_KINDS, `A kind is ${ATTACHMENT_KINDS.join(', ')}`), 'kinds is a list of kinds')
            .optional()
            .describe('Kinds that are copied. Absent: all.'),
        },
        'attachments holds include, maxBytes and kinds',
      )
      .default({ include: true, maxBytes: DEFAULT_ATTACHMENT_LIMIT }),
    blogPosts: z.boolean('blogPosts is true or false').default(false).describe('Mirror blog posts too.'),
    comments: z
      .enum(COMMENTS, `comments is ${COMMENTS.join(', ')}`)
      .optional()
      .describe('Comments below their pages: none, those that are not resolved, or all. Absent: none.'),
    archivedPages: z
      .boolean('archivedPages is true or false')
      .optional()
      .describe('Mirror archived pages too. Absent: false.'),
    history: z
      .boolean('history is true or false')
      .optional()
      .describe('Each version of a page becomes a commit with its own author and date. Absent: false.'),
    historyVersions: z
      .int('historyVersions is a whole number')
      .min(1, 'historyVersions is 1 at least')
      .max(MOST_VERSIONS, `historyVersions is at most ${MOST_VERSIONS}`)
      .optional()
      .describe('With history: newest versions that become commits when a page comes in. Absent: 20.'),
  },
  'The file is a mapping that starts with version: 1',
) satisfies z.ZodType<Scope>;

/** JSON Schema of the scope file, for editors. */
export const scopeSchema = {
  title: 'Scope of a ctx| mirror',
  ...z.toJSONSchema(scopeForm, { io: 'input' }),
} as unknown as JsonObject;
