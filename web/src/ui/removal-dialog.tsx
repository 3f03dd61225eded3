import { t } from '../text/en.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemView } from './problem-view.tsx';

interface RemovalDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly explanation: string;
  /** Word of the button that does it. */
  readonly action: string;
  readonly removal: { readonly isPending: boolean; readonly error: unknown; readonly mutate: () => void };
  readonly onClose: () => void;
}

/** Asks before something is taken away, and says what went wrong. */
export function RemovalDialog({ title, explanation, action, removal, onClose }: RemovalDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button kind="danger" busy={removal.isPending} onClick={() => removal.mutate()}>
            {action}
          </Button>
        </>
      }
    >
      <p className="text-sm text-ink-2">{explanation}</p>
      {removal.error ? <ProblemView error={removal.error} /> : null}
    </Dialog>
  );
}
