import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { searchQuery } from '../../api/find.ts';
import { formatCount } from '../../format/format.ts';
import { useTitle } from '../../shell/title.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { SearchBox } from '../../ui/field.tsx';
import { Empty, Page } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Hit } from './hit.tsx';
import { type Field, UnknownFilters } from './unknown-filters.tsx';

const route = getRouteApi('/o/$org/search');
const TYPING_MS = 180;

/** The text after a short rest in typing. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

export function SearchPage() {
  useTitle(t.find.title);
  const { org } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(search.q ?? '');
  const text = useRested(typed);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const boxes = { space: useRef<HTMLInputElement>(null), label: useRef<HTMLInputElement>(null) };
  const input = { text, space: search.space ?? '', label: search.label ?? '', limit: 20 };
  const { data, error, isFetching, refetch } = useQuery(searchQuery(org, input));

  useEffect(() => {
    void navigate({ to: '.', search: (old: object) => ({ ...old, q: text || undefined }), replace: true });
    setAt(0);
  }, [text, navigate]);

  const passages = text.trim() === '' ? [] : (data?.passages ?? []);
  const move = (to: number) => {
    const next = Math.max(0, Math.min(passages.length - 1, to));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Enter')
      list.current?.children[at]?.querySelector<HTMLAnchorElement>('a[data-open]')?.click();
    else return;
    event.preventDefault();
  };
  const setFilter = (change: { space?: string; label?: string }) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...change }), replace: true });
  const take = (field: Field, value: string) => {
    setFilter({ [field]: value });
    // The button that was pressed goes with its line.
    boxes[field].current?.focus();
  };
  return (
    <Page width="narrow">
      <h1 className="sr-only">{t.find.title}</h1>
      <SearchBox
        label={t.find.placeholder}
        placeholder={t.find.placeholder}
        icon={<Search className="size-4" />}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        className="[&_input]:h-11 [&_input]:pl-9 [&_input]:text-base"
      />
      <div className="mt-2.5 flex flex-wrap items-center gap-2">
        <SearchBox
          ref={boxes.space}
          className="w-32"
          label={t.find.space}
          placeholder={t.find.space}
          value={search.space ?? ''}
          onChange={(event) => setFilter({ space: event.target.value })}
        />
        <SearchBox
          ref={boxes.label}
          className="w-36"
          label={t.find.label}
          placeholder={t.find.label}
          value={search.label ?? ''}
          onChange={(event) => setFilter({ label: event.target.value })}
        />
        <p className="ml-auto text-xs text-ink-2">{passages.length > 0 ? t.find.keys : t.find.hint}</p>
      </div>
      {text.trim() !== '' && data?.unknown ? (
        <UnknownFilters unknown={data.unknown} filters={input} onTake={take} />
      ) : null}
      <div className="mt-5">
        {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {text.trim() === '' ? (
          <Empty icon={<Search aria-hidden className="size-6" />} title={t.find.start}>
            {t.find.startText}
          </Empty>
        ) : null}
        {text.trim() !== '' && isFetching && !data ? <Spinner label={t.find.searching} /> : null}
        {text.trim() !== '' && data && passages.length === 0 && !isFetching ? (
          <Empty title={t.find.none}>{t.find.noneText}</Empty>
        ) : null}
        {data && passages.length > 0 ? (
          <p role="status" className="mb-2 flex flex-wrap gap-x-3 text-xs text-ink-2">
            <span>{t.find.count(passages.length, formatCount(passages.length))}</span>
            {data.more ? <span>{t.find.more(formatCount(data.more))}</span> : null}
            {data.freshness.indexedAt ? (
              <span>
                {t.find.indexed} <Ago at={data.freshness.indexedAt} />
              </span>
            ) : null}
            {data.freshness.pendingCommits > 0 ? (
              <span>{t.find.pending(data.freshness.pendingCommits, formatCount(data.freshness.pendingCommits))}</span>
            ) : null}
          </p>
        ) : null}
        <ol ref={list} className="flex flex-col gap-2">
          {passages.map((passage, index) => (
            <Hit
              key={`${passage.documentId}:${passage.citation.lines.join('-')}`}
              org={org}
              passage={passage}
              words={text}
              active={index === at}
              onPoint={() => setAt(index)}
            />
          ))}
        </ol>
      </div>
    </Page>
  );
}
