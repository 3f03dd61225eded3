import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useOpenable } from '../../api/demo-address.ts';
import type { Passage } from '../../api/find.ts';
import { formatCount, shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { classes } from '../../ui/classes.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Highlight } from './highlight.tsx';
import { snippetOf } from './snippet.ts';

/** A passage with its citation, as text for an agent. */
function citedText({ text, citation }: Passage): string {
  const { title, pageUrl, version, repository, path, commit, lines } = citation;
  const source = pageUrl ? `${pageUrl}${version ? ` (version ${version})` : ''}\n` : '';
  return `${text}\n\n— ${title}\n${source}${repository}/${path}@${commit} lines ${lines[0]}-${lines[1]}\n`;
}

interface HitProps {
  readonly org: string;
  readonly passage: Passage;
  readonly words: string;
  readonly active: boolean;
  readonly onPoint: () => void;
}

/** One passage that matches, with the places where it can be checked. */
export function Hit({ org, passage, words, active, onPoint }: Readonly<HitProps>) {
  const { citation, headingPath, text } = passage;
  const openable = useOpenable();
  return (
    <li
      onMouseMove={onPoint}
      className={classes('rounded-lg border px-4 py-3', active ? 'border-line-strong/70 bg-sunken' : 'border-line')}
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 text-base leading-snug font-semibold">
          <Link
            to="/o/$org/documents/$documentId"
            params={{ org, documentId: passage.documentId }}
            search={{ lines: citation.lines.join('-') }}
            data-open
            className="hover:underline"
          >
            <Highlight text={citation.title} words={words} />
          </Link>
        </h2>
        <CopyButton text={citedText(passage)} label={t.find.copyForAgent} />
      </div>
      {headingPath.length > 0 ? <p className="text-xs text-ink-2">{headingPath.join(' › ')}</p> : null}
      <p className="mt-1.5 text-sm break-words text-ink-2">
        <Highlight text={snippetOf(text, words, citation.title)} words={words} />
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        {citation.pageUrl ? (
          <a
            href={openable(citation.pageUrl)}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 text-accent hover:underline"
          >
            {t.find.openPage}
            {citation.version ? `, ${t.find.version(formatCount(citation.version))}` : ''}
            <ExternalLink aria-hidden className="size-3" />
          </a>
        ) : null}
        <a
          href={citation.fileUrl}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-w-0 items-center gap-1 text-accent hover:underline"
        >
          {t.find.openFile} {shortCommit(citation.commit)},{' '}
          {t.find.lines(String(citation.lines[0]), String(citation.lines[1]))}
          <ExternalLink aria-hidden className="size-3" />
        </a>
        <span className="min-w-0 truncate font-mono">{citation.path}</span>
        {passage.modifiedAt ? <Ago at={passage.modifiedAt} /> : null}
      </p>
    </li>
  );
}
