import type { RunState } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { Badge, Dot, type Tone } from '../../ui/badge.tsx';

const tones: Readonly<Record<RunState, Tone>> = {
  running: 'accent',
  succeeded: 'ok',
  'succeeded-with-failures': 'warn',
  'stopped-by-guard': 'warn',
  failed: 'bad',
  cancelled: 'neutral',
};

/** How a run ended, or that it runs. */
export function RunBadge({ state }: Readonly<{ state: RunState }>) {
  return (
    <Badge tone={tones[state]} icon={<Dot tone={tones[state]} live={state === 'running'} />}>
      {t.connection.runs.states[state]}
    </Badge>
  );
}
