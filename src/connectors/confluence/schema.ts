import { z } from 'zod';

/** Ids exceed safe integers: they are text, and a number is accepted only while it is exact. */
export const idText = z.union([z.string().min(1), z.number().int()]).transform(String);
const optionalId = idText.nullish().transform((id) => id ?? null);
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** `_links` of v1 and v2; `next` is read for its query only and `base` never. */
const links = z
  .object({ next: z.string().nullish(), webui: z.string().nullish() })
  .nullish()
  .transform((value) => ({ next: value?.next ?? null, webui: value?.webui ?? null }));

const version = z.object({
  number: z.number().int(),
  createdAt: optionalText,
  authorId: optionalText,
});

const bodyValue = z.object({ value: z.string() }).nullish();

export const bodies = z
  .object({ atlas_doc_format: bodyValue, storage: bodyValue, view: bodyValue })
  .nullish()
  .transform((value) => value ?? {});

export const space = z.object({
  id: idText,
  key: z.string().min(1),
  name: optionalText,
  type: optionalText,
  homepageId: optionalId,
  _links: links,
});

/** Pages, blog posts, folders, whiteboards, databases and embeds share these fields in v2. */
export const content = z.object({
  id: idText,
  status: z.string(),
  title: optionalText,
  spaceId: optionalId,
  parentId: optionalId,
  parentType: optionalText,
  position: z
    .number()
    .nullish()
    .transform((position) => position ?? null),
  authorId: optionalText,
  createdAt: optionalText,
  version: version.nullish().transform((value) => value ?? null),
  body: bodies,
  _links: links,
});
export type Content = z.output<typeof content>;

const stateThen = z.object({ title: optionalText, body: bodies }).nullish();

/** A version of a page or blog post, with what it was then. */
export const pageVersion = version.extend({ message: optionalText, page: stateThen, blogpost: stateThen });

export const child = z.object({
  id: idText,
  title: optionalText,
  type: z.string(),
  status: optionalText,
  spaceId: optionalId,
});

export const attachment = z.object({
  id: idText,
  title: z.string(),
  status: optionalText,
  pageId: optionalId,
  blogPostId: optionalId,
  mediaType: optionalText,
  fileId: optionalText,
  fileSize: z
    .number()
    .nullish()
    .transform((size) => size ?? 0),
  version: version.nullish().transform((value) => value ?? null),
});

export const comment = z.object({
  id: idText,
  status: z
    .string()
    .nullish()
    .transform((status) => status ?? 'current'),
  pageId: optionalId,
  blogPostId: optionalId,
  parentCommentId: optionalId,
  version: version.nullish().transform((value) => value ?? null),
  body: bodies,
  /** Of inline comments: open, reopened, resolved, or dangling where the words are gone. */
  resolutionStatus: optionalText,
  properties: z.object({ inlineOriginalSelection: optionalText }).nullish(),
});
export type Comment = z.output<typeof comment>;

export const label = z.object({ id: idText, name: z.string(), prefix: optionalText });

export const person = z.object({ accountId: z.string(), displayName: optionalText, publicName: optionalText });

const identities = z.object({ results: z.array(z.unknown()), size: z.number().nullish() }).nullish();

/** v1 `ContentRestriction` with its users and groups expanded. */
export const restriction = z.object({
  operation: optionalText,
  restrictions: z.object({ user: identities, group: identities }).nullish(),
});
export type Restriction = z.output<typeof restriction>;

/** v1 `Content` as a search gives it, with what we ask to be expanded. */
export const found = z.object({
  id: idText,
  type: z.string(),
  title: optionalText,
  space: z.object({ key: z.string() }).nullish(),
  ancestors: z.array(z.object({ id: idText })).nullish(),
  childTypes: z.object({ page: z.object({ value: z.boolean() }).nullish() }).nullish(),
  restrictions: z.object({ read: restriction.nullish() }).nullish(),
  metadata: z.object({ labels: z.object({ results: z.array(label) }).nullish() }).nullish(),
  /** Of an attachment: what holds it. */
  container: z.object({ id: idText.nullish() }).nullish(),
  version: z.object({ number: z.number().int() }).nullish(),
  extensions: z
    .object({ mediaType: optionalText, fileSize: z.number().nullish(), fileId: optionalText })
    .nullish()
    .catch(null),
});
export type Found = z.output<typeof found>;

/** A page of results, v1 or v2. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ results: z.array(item), _links: links });
}

/** What a refusal says of itself: v2 `errors`, v1 `message`. Shown to people, never decided by alone. */
export const refusal = z.object({
  message: optionalText,
  errors: z
    .array(z.object({ code: optionalText, title: optionalText, detail: optionalText }))
    .nullish()
    .transform((errors) => errors ?? []),
});
