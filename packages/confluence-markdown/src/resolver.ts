import { targetName } from './constructs/link.ts';
import { ConversionError, type IncludeResolver, type LinkAnswer, type LinkTarget } from './types.ts';

/** What somebody else's code threw, which need not be an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refuse(answered: string, target: LinkTarget, wanted: string): never {
  throw new ConversionError(
    'bad-answer',
    `${answered} for ${targetName(target)}; answer with ${wanted}, at once, or undefined.`,
  );
}

/**
 * Whoever calls from JavaScript hears what is wrong with an answer before it is in a page.
 *
 * @throws {ConversionError} `bad-answer`
 */
export function requireAnswer(answer: LinkAnswer, target: LinkTarget): void {
  const wanted = '{href?: string, text?: string}';
  if (typeof answer !== 'object') refuse(`resolve answered with a ${typeof answer}`, target, wanted);
  if ('then' in answer) refuse('resolve answered with a promise', target, wanted);
  for (const name of ['href', 'text'] as const) {
    const type = typeof (answer[name] ?? '');
    if (type !== 'string') refuse(`resolve answered with a ${type} as ${name}`, target, wanted);
  }
}

/**
 * The same for the body of a page that is included.
 *
 * @throws {ConversionError} `bad-answer`
 */
export function requireBody(found: NonNullable<ReturnType<IncludeResolver>>, target: LinkTarget): void {
  if (typeof found.body === 'string') return;
  refuse('include answered without a text as its body', target, '{from: string, body: string}');
}
