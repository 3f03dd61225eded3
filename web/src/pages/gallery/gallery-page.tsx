import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { RequestProblem, ServerGone } from '../../api/problem.ts';
import { chooseTheme } from '../../shell/theme.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge, Dot } from '../../ui/badge.tsx';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { CopyBlock, CopyLine } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { CheckField, SearchBox, SelectField, TextField } from '../../ui/field.tsx';
import { LineDifference } from '../../ui/line-difference.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Empty, Facts, Page, PageHeader, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { RemovalDialog } from '../../ui/removal-dialog.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { WindowList } from '../../ui/window-list.tsx';
import { RunBadge } from '../connection/run-badge.tsx';
import { TickBox } from '../scope/tick-box.tsx';

function Part({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <section className="mb-8">
      <h2 className="mb-3 text-sm font-semibold text-ink-2">{title}</h2>
      <div className="flex flex-wrap items-start gap-3">{children}</div>
    </section>
  );
}

const kinds = ['primary', 'plain', 'ghost', 'danger'] as const;
const tones = ['neutral', 'accent', 'ok', 'warn', 'bad'] as const;
const runStates = [
  'running',
  'succeeded',
  'succeeded-with-failures',
  'stopped-by-guard',
  'failed',
  'cancelled',
] as const;
const problem = new RequestProblem({
  title: 'The repository refused the push.',
  status: 409,
  code: 'push-refused',
  actor: 'repository-admin',
  hint: 'Let the app write to the branch, or choose another branch.',
  instance: '01J9Z0000000000000000000',
});

function Fields() {
  return (
    <div className="grid w-full max-w-2xl gap-4 sm:grid-cols-2">
      <TextField label="A name" placeholder="Something" />
      <TextField label="With a hint" hint="What the value is for." defaultValue="value" optional="optional" />
      <TextField label="With an error" defaultValue="bad value" error="This is not a host name." />
      <TextField label="Out of use" disabled defaultValue="cannot change" />
      <SelectField label="A list">
        <option>First</option>
        <option>Second</option>
      </SelectField>
      <SearchBox label="Find" placeholder="Find" className="self-end" />
      <CheckField label="A choice" hint="With a hint." defaultChecked />
    </div>
  );
}

/** Every component in its states; only in development and for the tests. */
export function GalleryPage() {
  const [open, setOpen] = useState<'dialog' | 'removal' | 'drawer' | null>(null);
  const close = () => setOpen(null);
  const [view, setView] = useState<'one' | 'two'>('one');
  return (
    <main id="main">
      <Page>
        <PageHeader
          title="Components"
          lead="Everything that pages are made of, in all states."
          actions={(['light', 'dark', 'system'] as const).map((theme) => (
            <Button key={theme} size="sm" onClick={() => chooseTheme(theme)}>
              {theme}
            </Button>
          ))}
        />
        <Part title="Buttons">
          {kinds.map((kind) => (
            <Button key={kind} kind={kind}>
              {kind}
            </Button>
          ))}
          <Button icon={<Plus aria-hidden className="size-3.5" />}>With icon</Button>
          <Button busy>Busy</Button>
          <Button disabled>Disabled</Button>
          <Button size="sm">Small</Button>
          <IconButton label="Add" icon={<Plus aria-hidden className="size-4" />} />
          <Segments
            label="View"
            value={view}
            onChange={setView}
            options={[
              ['one', 'One'],
              ['two', 'Two'],
            ]}
          />
        </Part>
        <Part title="Badges">
          {tones.map((tone) => (
            <Badge key={tone} tone={tone} icon={<Dot tone={tone} />}>
              {tone}
            </Badge>
          ))}
          {runStates.map((state) => (
            <RunBadge key={state} state={state} />
          ))}
          {(['on', 'off', 'mixed'] as const).map((tick) => (
            <TickBox key={tick} tick={tick} />
          ))}
        </Part>
        <Part title="Times">
          {[0, 45_000, 7_200_000, 200_000_000, 9_000_000_000].map((age) => (
            <span key={age} className="text-sm text-ink-2">
              <Ago at={new Date(Date.now() - age).toISOString()} />
            </span>
          ))}
        </Part>
        <Part title="Fields">
          <Fields />
        </Part>
        <Part title="Messages">
          <div className="grid w-full gap-3 md:grid-cols-2">
            {(['neutral', 'ok', 'warn', 'bad'] as const).map((tone) => (
              <Notice key={tone} tone={tone} title={`A ${tone} message`} actions={<Button size="sm">Act</Button>}>
                What happened and what is next.
              </Notice>
            ))}
            <ProblemView error={problem} onRetry={() => {}} />
            <ProblemView error={new ServerGone()} onRetry={() => {}} />
          </div>
          <Button onClick={() => toast('ok', 'Done')}>Toast</Button>
          <Button onClick={() => toast('bad', 'It failed', 'Try again.')}>Toast of a failure</Button>
          <Spinner label="Reading the pages" />
        </Part>
        <Part title="Progress">
          <div className="w-full max-w-md space-y-3">
            <ProgressBar part={0.4} label="40 of 100" />
            <ProgressBar part={null} label="Counting" />
          </div>
        </Part>
        <Part title="Values to copy">
          <div className="w-full max-w-xl space-y-3">
            <CopyLine text="https://ctx.example.net/api/v1/callback" label="Callback" />
            <CopyBlock text={'first line\nsecond line'} label="Example" />
          </div>
        </Part>
        <Part title="Differences">
          <div className="grid w-full gap-4 md:grid-cols-2">
            <LineDifference
              label="Difference"
              before={['one', 'two', 'three', 'four', 'five', 'six']}
              after={['one', '2', 'three', 'four', 'five', 'six']}
              context={1}
              numbers
              none="Nothing changed."
            />
            <LineDifference
              label="No difference"
              before={['one']}
              after={['one']}
              context={1}
              none="Nothing changed."
            />
          </div>
        </Part>
        <Part title="Long lists">
          <WindowList
            label="Ten thousand rows"
            className="h-40 w-full max-w-md overflow-y-auto rounded-md border border-line"
            count={10_000}
            rowHeight={28}
            reveal={null}
            render={(index) => (
              <div key={index} role="treeitem" tabIndex={-1} className="h-7 px-3 text-sm leading-7">
                Row {index + 1}
              </div>
            )}
          />
        </Part>
        <Part title="Panels and tables">
          <div className="grid w-full gap-4 md:grid-cols-2">
            <Panel title="A panel" actions={<Button size="sm">Act</Button>}>
              <Facts
                items={[
                  ['Name', 'Value'],
                  ['Another', 'A longer value that may wrap'],
                ]}
              />
            </Panel>
            <Empty title="Nothing here" action={<Button kind="primary">Do the first thing</Button>}>
              Why, and what is next.
            </Empty>
            <Table label="Table">
              <thead>
                <tr>
                  <HeadCell>Name</HeadCell>
                  <HeadCell className="text-right">Count</HeadCell>
                </tr>
              </thead>
              <tbody>
                {['One', 'Two', 'Three'].map((name, index) => (
                  <Row key={name}>
                    <Cell>{name}</Cell>
                    <Cell numeric>{index * 1200}</Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          </div>
        </Part>
        <Part title="Layers">
          <Button onClick={() => setOpen('dialog')}>Dialog</Button>
          <Button onClick={() => setOpen('removal')}>Removal</Button>
          <Button onClick={() => setOpen('drawer')}>Drawer</Button>
          <Menu
            className={buttonClass()}
            entries={[
              { kind: 'label', text: 'Label' },
              { kind: 'item', text: 'Plain', onSelect: () => {} },
              { kind: 'item', text: 'Chosen', onSelect: () => {}, checked: true },
              { kind: 'line' },
              { kind: 'item', text: 'Dangerous', onSelect: () => {}, danger: true },
            ]}
          >
            Menu
          </Menu>
        </Part>
        <Dialog
          open={open === 'dialog'}
          onClose={close}
          title="A dialog"
          footer={<Button onClick={close}>Done</Button>}
        >
          <p className="text-sm">Focus stays inside and goes back.</p>
        </Dialog>
        <Drawer open={open === 'drawer'} onClose={close} label="A drawer">
          <div className="p-4">
            <Button onClick={close}>Done</Button>
          </div>
        </Drawer>
        {open === 'removal' ? (
          <RemovalDialog
            title="Remove it?"
            explanation="What will happen then."
            action="Remove"
            removal={{ isPending: false, error: problem, mutate: close }}
            onClose={close}
          />
        ) : null}
      </Page>
    </main>
  );
}
