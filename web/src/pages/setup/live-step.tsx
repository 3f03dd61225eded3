import { Link } from '@tanstack/react-router';
import { t } from '../../text/en.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { StepProps } from './step-props.ts';

const text = t.setup.live;

/** The end of the set-up, and what is next. */
export function LiveStep({ org, status }: StepProps) {
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="ok" title={text.title}>
        {text.text(status.product)}
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Link to="/o/$org/agents" params={{ org }} className={buttonClass('primary')}>
          {text.toAgents}
        </Link>
        <Link to="/o/$org/search" params={{ org }} className={buttonClass()}>
          {text.toSearch}
        </Link>
        <Link
          to="/o/$org/connections/$connectionId"
          params={{ org, connectionId: status.connectionId }}
          className={buttonClass()}
        >
          {text.toConnection}
        </Link>
      </div>
    </div>
  );
}
