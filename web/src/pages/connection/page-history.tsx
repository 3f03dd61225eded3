import { useQuery } from '@tanstack/react-query';
import { ExternalLink, GitCommitHorizontal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type FileVersion, fileDifferenceQuery, pageHistoryQuery } from '../../api/history.ts';
import { isStatus } from '../../api/problem.ts';
import { formatCount, shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { classes } from '../../ui/classes.ts';
import { InlineSelect } from '../../ui/field.tsx';
import { LineDifference } from '../../ui/line-difference.tsx';
import { Empty, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';

const text = t.connection.pages;

interface Place {
  readonly org: string;
  readonly connectionId: string;
  readonly pageId: string;
}

/** Same lines that stand around each change. */
const CONTEXT = 3;
const linesOf = (content: string): readonly string[] => (content === '' ? [] : content.replace(/\n$/, '').split('\n'));

function nameOf({ version, commit, removed }: FileVersion): string {
  if (removed) return text.versionGone;
  return version === null ? shortCommit(commit) : text.versionAt(formatCount(version));
}

function VersionItem({ one, chosen, onChoose }: Readonly<{ one: FileVersion; chosen: boolean; onChoose: () => void }>) {
  const outside = 'rounded-sm p-1 text-ink-3 hover:bg-hover hover:text-ink';
  return (
    <li
      className={classes(
        'flex items-start gap-1 border-b border-line pr-2 last:border-b-0',
        chosen && 'bg-accent-soft',
      )}
    >
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onChoose}
        className="min-w-0 flex-1 px-4 py-2.5 text-left hover:bg-hover/60"
      >
        <span className="flex items-baseline justify-between gap-2 text-sm">
          <span className="font-medium first-letter:uppercase">{nameOf(one)}</span>
          <span className="text-xs text-ink-2">
            <Ago at={one.at} />
          </span>
        </span>
        <span className="block truncate text-xs text-ink-2">{one.subject}</span>
      </button>
      <span className="flex shrink-0 pt-2">
        <a
          href={one.commitUrl}
          target="_blank"
          rel="noreferrer"
          aria-label={text.openCommit(shortCommit(one.commit))}
          title={text.openCommit(shortCommit(one.commit))}
          className={outside}
        >
          <GitCommitHorizontal aria-hidden className="size-3.5" />
        </a>
        {one.fileUrl ? (
          <a
            href={one.fileUrl}
            target="_blank"
            rel="noreferrer"
            aria-label={text.openVersion(nameOf(one))}
            title={text.openVersion(nameOf(one))}
            className={outside}
          >
            <ExternalLink aria-hidden className="size-3.5" />
          </a>
        ) : null}
      </span>
    </li>
  );
}

function Compared({ place, from, to }: Readonly<{ place: Place; from: FileVersion | null; to: FileVersion }>) {
  const commits = { from: from?.commit ?? null, to: to.commit };
  const { data, error, refetch } = useQuery(fileDifferenceQuery(place.org, place.connectionId, place.pageId, commits));
  const before = useMemo(() => linesOf(data?.from?.text ?? ''), [data]);
  const after = useMemo(() => linesOf(data?.to?.text ?? ''), [data]);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={text.compareReading} />;
  return (
    <>
      <LineDifference
        label={text.compare}
        before={before}
        after={after}
        context={CONTEXT}
        numbers
        none={text.compareSame}
        className="max-h-[70vh]"
      />
      {data.truncated ? <p className="mt-2 text-xs text-ink-2">{text.compareCut}</p> : null}
    </>
  );
}

function Versions({ place, items }: Readonly<{ place: Place; items: readonly FileVersion[] }>) {
  const [at, setAt] = useState(items[0]!.commit);
  const [base, setBase] = useState('');
  const index = Math.max(
    0,
    items.findIndex(({ commit }) => commit === at),
  );
  const to = items[index]!;
  const previous = items[index + 1] ?? null;
  const from = base === '' ? previous : (items.find(({ commit }) => commit === base) ?? null);
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <Panel title={text.history} flush className="self-start">
        <ul className="max-h-[70vh] overflow-y-auto">
          {items.map((one) => (
            <VersionItem
              key={one.commit}
              one={one}
              chosen={one === to}
              onChoose={() => {
                setAt(one.commit);
                setBase('');
              }}
            />
          ))}
        </ul>
      </Panel>
      <section className="min-w-0">
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-sm font-semibold">
            {from ? text.compareWith(nameOf(from), nameOf(to)) : text.compareFirst(nameOf(to))}
          </h2>
          <InlineSelect label={text.compareBase} value={base} onChange={(event) => setBase(event.target.value)}>
            <option value="">{previous ? text.comparePrevious : text.compareNothing}</option>
            {previous ? <option value="nothing">{text.compareNothing}</option> : null}
            {items
              .filter((one) => one !== to && one !== previous)
              .map((one) => (
                <option key={one.commit} value={one.commit}>
                  {nameOf(one)} · {shortCommit(one.commit)}
                </option>
              ))}
          </InlineSelect>
        </div>
        <Compared key={`${from?.commit}${to.commit}`} place={place} from={from} to={to} />
      </section>
    </div>
  );
}

/** Every version of a page's file, and what changed between two of them. */
export function PageHistory(place: Place) {
  const { data, error, refetch } = useQuery(pageHistoryQuery(place.org, place.connectionId, place.pageId));
  const none = <Empty title={text.historyNone}>{text.historyNoneText}</Empty>;
  if (isStatus(error, 404)) return none;
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={text.historyReading} />;
  return data.items.length === 0 ? none : <Versions place={place} items={data.items} />;
}
