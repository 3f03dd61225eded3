import type { RootContent } from 'mdast';
import { type Decision, decisionList } from '../constructs/decision.ts';
import { type Task, taskList } from '../constructs/task-list.ts';
import { separate, toFlow } from '../markup/flow.ts';
import type { ElementRule, Piece } from '../markup/frame.ts';
import { noteText } from '../markup/words.ts';

interface TaskState {
  done: boolean;
  children: RootContent[];
}

const list: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  close: (frame) => {
    for (const node of taskList(toTasks(frame.pieces))) frame.parent!.pieces.push(node);
  },
};

/** Tasks of a list; what stands between them, such as a list within, belongs to the task before it. */
function toTasks(pieces: readonly Piece[]): Task[] {
  const tasks: TaskState[] = [];
  for (const piece of pieces) {
    if (piece.type === 'task') tasks.push({ done: piece.done, children: piece.children });
    else {
      const rest = toFlow([piece]);
      const last = tasks[tasks.length - 1];
      if (last) for (const node of rest) last.children.push(node);
      else if (rest.length > 0) tasks.push({ done: false, children: rest });
    }
  }
  return tasks;
}

const task: ElementRule = {
  content: 'block',
  container: true,
  open: (frame) => {
    frame.data = { done: false, children: [] } satisfies TaskState;
  },
  close: (frame) => {
    const state = frame.data as TaskState;
    const children = state.children.concat(toFlow(frame.pieces));
    frame.parent!.pieces.push({ type: 'task', done: state.done, children });
  },
};

const status: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const state = frame.parent!.data as TaskState | undefined;
    if (frame.parent!.rule === task && state) state.done = /^\s*complete\s*$/i.test(frame.text!.join(''));
    noteText(frame, build, /^(?:(?:in)?complete)?$/i);
  },
};

/** Ids are for machines; words in their place are not. */
const identifier: ElementRule = { content: 'text', close: (frame, build) => noteText(frame, build, /^[\da-f-]*$/i) };

const body: ElementRule = {
  content: 'block',
  scope: true,
  within: (parent) => (parent.rule === task ? undefined : separate),
  close: (frame) => {
    const state = frame.parent!.data as TaskState;
    for (const node of toFlow(frame.pieces)) state.children.push(node);
  },
};

/** Decisions among what an element has gathered. */
export function toDecisions(pieces: readonly Piece[]): RootContent[] {
  const decisions: Decision[] = [];
  for (const piece of pieces) {
    if (piece.type === 'decision') decisions.push(piece);
    else {
      const children = toFlow([piece]);
      if (children.length > 0) decisions.push({ decided: true, children });
    }
  }
  return decisionList(decisions);
}

/** Tasks. Source: Confluence Storage Format, task lists. */
export const taskElements: Readonly<Record<string, ElementRule>> = {
  'ac:task-list': list,
  'ac:task': task,
  'ac:task-id': identifier,
  'ac:task-uuid': identifier,
  'ac:task-status': status,
  'ac:task-body': body,
};
