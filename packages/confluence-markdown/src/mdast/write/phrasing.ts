import type { Nodes, PhrasingContent } from 'mdast';
import type { Info, State } from 'mdast-util-to-markdown';

interface Holder {
  readonly type: string;
  readonly children: readonly PhrasingContent[];
}

type Writer = ((...parameters: unknown[]) => string) & { peek?: (...parameters: unknown[]) => string };

/** First character that a node will be written with, as far as what stands before it has to know. */
function firstOf(node: PhrasingContent, parent: Holder, state: State): string {
  if (node.type === 'text') return node.value.charAt(0);
  const handlers = (state.handle as unknown as { handlers: Record<string, Writer> }).handlers;
  const peek = handlers[node.type]?.peek;
  return (peek ? peek(node, parent, state, { before: '', after: '' }) : '\\').charAt(0);
}

const needsCare = (node: Nodes) => node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete';

/**
 * Inline nodes one behind the other. Where emphasis is among them, or HTML after a line break, the library decides which
 * signs and references it takes; all else is simple and much more frequent.
 */
export function writePhrasing(parent: Holder, state: State, info: Info): string {
  const { children } = parent;
  const hard = children.some(
    (child, index) => needsCare(child) || (child.type === 'html' && children[index - 1]?.type === 'break'),
  );
  if (hard) return state.containerPhrasing(parent as never, info);
  const { indexStack } = state;
  let result = '';
  indexStack.push(-1);
  for (const [index, child] of children.entries()) {
    indexStack[indexStack.length - 1] = index;
    const next = children[index + 1];
    const before = result === '' ? info.before : result.slice(-1);
    const after = next ? firstOf(next, parent, state) : info.after;
    result += state.handle(child, parent as never, state, { ...info, before, after });
  }
  indexStack.pop();
  return result;
}
