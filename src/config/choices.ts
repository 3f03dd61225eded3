import type { Attachment } from '../core/page.ts';
import type { AttachmentKind, AttachmentScope } from '../core/scope.ts';

/**
 * Whether a whole title matches a pattern: `*` is any text, `?` one character, case and Unicode form do not
 * matter. Time grows with the product of both lengths at most, whatever the pattern.
 */
export function matchesTitle(pattern: string, title: string): boolean {
  const fold = (text: string) => [...text.normalize('NFC').toLowerCase()];
  const [want, have] = [fold(pattern), fold(title)];
  let [at, star, resume] = [0, -1, 0];
  for (let place = 0; place < have.length; ) {
    if (want[at] === '*') {
      star = at;
      resume = place;
      at += 1;
    } else if (want[at] === '?' || want[at] === have[place]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      place = resume;
    } else return false;
  }
  return want.slice(at).every((mark) => mark === '*');
}

const BY_TYPE: readonly (readonly [RegExp, AttachmentKind])[] = [
  [/^image\//, 'image'],
  [/^(?:audio|video)\//, 'media'],
  [/zip|compressed|x-(?:tar|7z|bzip|xz|rar)|gzip|java-archive/, 'archive'],
  [/^text\/|pdf|word|excel|powerpoint|officedocument|opendocument|rtf|json|xml|yaml|epub/, 'document'],
];
const BY_EXTENSION: readonly (readonly [RegExp, AttachmentKind])[] = [
  [/\.(?:avif|bmp|gif|heic|ico|jpe?g|png|svg|tiff?|webp)$/i, 'image'],
  [/\.(?:aac|avi|flac|m4a|mkv|mov|mp3|mp4|ogg|wav|webm)$/i, 'media'],
  [/\.(?:7z|bz2|gz|jar|rar|tar|tgz|xz|zip)$/i, 'archive'],
  [/\.(?:csv|docx?|epub|html?|json|md|od[pst]|pdf|pptx?|rtf|tsv|txt|xlsx?|xml|ya?ml)$/i, 'document'],
];

/** Kind of an attachment, by its media type and, where that says nothing, by its name. */
export function attachmentKind({ mediaType, fileName }: Pick<Attachment, 'mediaType' | 'fileName'>): AttachmentKind {
  const byType = BY_TYPE.find(([form]) => form.test(mediaType.toLowerCase()));
  const found = byType ?? BY_EXTENSION.find(([form]) => form.test(fileName));
  return found?.[1] ?? 'other';
}

/** Whether an attachment is copied, and else why not. */
export function attachmentChoice(
  scope: AttachmentScope,
  attachment: Pick<Attachment, 'mediaType' | 'fileName' | 'size'>,
): 'copy' | 'not-chosen' | 'too-large' {
  if (!scope.include || scope.kinds?.includes(attachmentKind(attachment)) === false) return 'not-chosen';
  return attachment.size > scope.maxBytes ? 'too-large' : 'copy';
}
