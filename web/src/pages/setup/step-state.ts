import type { SetupStep, StepState } from '../../api/types.ts';

/** How a step is shown. A step that the operator could do now although another one is next is `ready`. */
export type ShownState = StepState | 'ready';

export function shownState({ state, who }: SetupStep): ShownState {
  return state === 'waiting' && who === 'operator' ? 'ready' : state;
}
