import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { searchSpace } from '../../api/scope.ts';
import type { Space } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { InlineSelect, SearchBox } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { type Choice, isIn, type Parents, togglePage } from './choice.ts';

interface SpaceSearchProps {
  readonly org: string;
  readonly connectionId: string;
  readonly spaces: readonly Space[];
  readonly choice: Choice;
  readonly parents: Parents;
  readonly onChange: (choice: Choice) => void;
}

/** Pages by words of their title, wherever they stand in a space. */
export function SpaceSearch({ org, connectionId, spaces, choice, parents, onChange }: Readonly<SpaceSearchProps>) {
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const spaceKey = chosen || spaces[0]?.key || '';
  const { data, error, isFetching } = useQuery({
    queryKey: ['org', org, 'static', connectionId, 'title-search', spaceKey, text],
    queryFn: () => searchSpace(org, connectionId, spaceKey, text),
    enabled: text.length > 1 && spaceKey !== '',
    staleTime: 30_000,
  });
  // What stands above a hit is known only where the tree was opened; its own parent always is.
  const known: Parents = new Map([
    ...(data?.items ?? []).map(({ id, parentId }) => [id, parentId] as const),
    ...parents,
  ]);
  return (
    <div className="mb-3">
      <div className="flex gap-2">
        <InlineSelect
          label={t.scope.searchSpace}
          className="max-w-32 shrink-0"
          value={spaceKey}
          onChange={(event) => setChosen(event.target.value)}
        >
          {spaces.map(({ key }) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </InlineSelect>
        <SearchBox
          className="flex-1"
          label={t.scope.search}
          placeholder={t.scope.search}
          icon={<Search className="size-3.5" />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {text.length > 1 ? (
        <div className="mt-2 max-h-56 overflow-y-auto rounded-lg border border-line bg-raised p-1">
          {error ? <ProblemView error={error} /> : null}
          {isFetching && !data ? (
            <p className="px-2 py-1.5">
              <Spinner label={t.scope.searching} />
            </p>
          ) : null}
          {data?.items.length === 0 ? <p className="px-2 py-1.5 text-sm text-ink-2">{t.scope.noHits}</p> : null}
          {data?.items.map(({ id, title }) => (
            <label
              key={id}
              className="flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover"
            >
              <input
                type="checkbox"
                className="size-4 accent-accent-solid"
                checked={isIn(choice, spaceKey, id, known)}
                onChange={() => onChange(togglePage(choice, spaceKey, id, known))}
              />
              <span className="truncate">{title}</span>
            </label>
          ))}
        </div>
      ) : null}
    </div>
  );
}
