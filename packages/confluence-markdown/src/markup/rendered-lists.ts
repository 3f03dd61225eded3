import { decisionList } from '../constructs/decision.ts';
import { taskList } from '../constructs/task-list.ts';
import { toFlow } from './flow.ts';
import type { ElementRule, Part, Piece } from './frame.ts';
import { hasClass } from './rendered.ts';

type Attribute = (name: string) => string | undefined;

function listOf(kind: 'task' | 'decision'): ElementRule {
  return {
    content: 'block',
    container: true,
    scope: true,
    close: (frame) => {
      const out = frame.parent!.pieces;
      const rest: Piece[] = [];
      const tasks: Extract<Part, { type: 'task' }>[] = [];
      const decisions: Extract<Part, { type: 'decision' }>[] = [];
      for (const piece of frame.pieces) {
        if (piece.type === 'task' && kind === 'task') tasks.push(piece);
        else if (piece.type === 'decision') decisions.push(piece);
        else if (piece.type === 'listItem' && kind === 'decision') {
          decisions.push({ type: 'decision', decided: true, children: piece.children });
        } else if (piece.type === 'listItem') tasks.push({ type: 'task', done: false, children: piece.children });
        else rest.push(piece);
      }
      for (const node of kind === 'task' ? taskList(tasks) : decisionList(decisions)) out.push(node);
      for (const node of toFlow(rest)) out.push(node);
    },
  };
}

const tasks = listOf('task');
const decisions = listOf('decision');

/** Rule for a list by its class. */
export function listVariant(attribute: Attribute): ElementRule | undefined {
  const classes = attribute('class') ?? '';
  if (hasClass(classes, 'inline-task-list')) return tasks;
  return hasClass(classes, 'decision-list') ? decisions : undefined;
}

const task: ElementRule = {
  content: 'block',
  container: true,
  close: (frame, build) => {
    const done = hasClass(build.attribute(frame, 'class') ?? '', 'checked');
    frame.parent!.pieces.push({ type: 'task', done, children: toFlow(frame.pieces) });
  },
};

const decision: ElementRule = {
  content: 'block',
  container: true,
  close: (frame, build) => {
    const decided = build.attribute(frame, 'data-decision-state') !== 'UNDECIDED';
    frame.parent!.pieces.push({ type: 'decision', decided, children: toFlow(frame.pieces) });
  },
};

/** Rule for an item by what it says of itself. */
export function itemVariant(attribute: Attribute): ElementRule | undefined {
  if (attribute('data-inline-task-id') !== undefined) return task;
  return attribute('data-decision-state') !== undefined ? decision : undefined;
}
