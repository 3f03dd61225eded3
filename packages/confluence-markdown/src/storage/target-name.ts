import type { Target } from '../markup/frame.ts';

/** What a reader would call a target that has no words of its own. */
export function nameOf(target: Target): string {
  switch (target.kind) {
    case 'page':
      return (target.title ?? target.id)!;
    case 'attachment':
      return target.fileName!;
    case 'person':
      return target.id;
    case 'space':
      return target.key;
    case 'url':
      return target.href;
  }
}
