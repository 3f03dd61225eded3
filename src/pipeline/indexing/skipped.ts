/** Why a file has no place in the index. */
export type SkippedFile = { readonly skipped: 'binary' | 'too-large' | 'generated' | 'vendored' };
