import { Link } from '@tanstack/react-router';
import { Copy, ExternalLink, GitCompareArrows, History, Link2Off, Unplug, UserX } from 'lucide-react';
import { useOpenable } from '../../api/demo-address.ts';
import type { HealthEvidence, HealthFinding, HealthKind } from '../../api/wiki-health.ts';
import { formatCount, shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';

const text = t.wikiHealth;
const looks: Readonly<Record<HealthKind, readonly [typeof Copy, Tone]>> = {
  'broken-link': [Link2Off, 'bad'],
  contradiction: [GitCompareArrows, 'bad'],
  stale: [History, 'warn'],
  duplicate: [Copy, 'warn'],
  orphan: [Unplug, 'neutral'],
  'without-owner': [UserX, 'neutral'],
};

function Evidence({ org, shown }: Readonly<{ org: string; shown: HealthEvidence }>) {
  const { documentId, title, lines, fileUrl, commit, quote } = shown;
  return (
    <li className="border-l-2 border-line pl-3">
      <p className="flex flex-wrap items-center gap-x-3 text-xs">
        <Link
          to="/o/$org/documents/$documentId"
          params={{ org, documentId }}
          search={{ lines: lines.join('-') }}
          className="font-medium text-accent hover:underline"
        >
          {title}
        </Link>
        <a
          href={fileUrl}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-ink-2 hover:text-ink hover:underline"
        >
          {shortCommit(commit)}, {t.find.lines(String(lines[0]), String(lines[1]))}
          <ExternalLink aria-hidden className="size-3" />
        </a>
      </p>
      {quote ? <p className="mt-1 font-mono text-xs wrap-anywhere whitespace-pre-wrap text-ink-2">{quote}</p> : null}
    </li>
  );
}

/** One thing that is wrong, with what shows it and where to mend it. */
export function FindingItem({ org, finding }: Readonly<{ org: string; finding: HealthFinding }>) {
  const openable = useOpenable();
  const { kind, what, page, evidence, fix, rule } = finding;
  const [Icon, tone] = looks[kind];
  return (
    <li className="rounded-lg border border-line bg-raised px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <Badge tone={tone} icon={<Icon aria-hidden className="size-3" />}>
            {text.kinds[kind]}
          </Badge>
          <h2 className="mt-1.5 text-base leading-snug font-semibold break-words">
            <Link
              to="/o/$org/documents/$documentId"
              params={{ org, documentId: page.documentId }}
              className="hover:underline"
            >
              {page.title}
            </Link>
          </h2>
        </div>
        <a
          href={openable(fix.url)}
          target="_blank"
          rel="noreferrer"
          aria-label={`${text.fix}: ${page.title}`}
          className={buttonClass('plain', 'sm')}
        >
          {text.fix}
          <ExternalLink aria-hidden className="size-3" />
        </a>
      </div>
      <p className="mt-1 text-sm break-words">{what}</p>
      <p className="mt-0.5 text-sm break-words text-ink-2">{fix.what}</p>
      {evidence.length > 0 ? (
        <details className="mt-2">
          <summary className="text-xs text-ink-2 hover:text-ink">
            {text.evidence(evidence.length, formatCount(evidence.length))}
          </summary>
          <ul className="mt-2 flex flex-col gap-2">
            {evidence.map((shown) => (
              <Evidence key={`${shown.documentId}${shown.lines.join('-')}${shown.quote}`} org={org} shown={shown} />
            ))}
          </ul>
        </details>
      ) : null}
      <p className="mt-2 flex flex-wrap items-center gap-x-3 text-xs text-ink-2">
        {page.spaceKey ? <span>{page.spaceKey}</span> : null}
        {page.modifiedAt ? (
          <span>
            {text.changed} <Ago at={page.modifiedAt} />
          </span>
        ) : null}
        <code className="font-mono">{rule}</code>
      </p>
    </li>
  );
}
