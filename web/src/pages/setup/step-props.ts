import type { SetupStatus, SetupStep } from '../../api/types.ts';

/** What each step of the setup is shown with. */
export interface StepProps {
  readonly org: string;
  readonly status: SetupStatus;
  readonly step: SetupStep;
}
