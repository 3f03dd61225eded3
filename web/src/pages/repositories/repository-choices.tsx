import { useState } from 'react';
import type { RepositoryChoice } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { SearchBox } from '../../ui/field.tsx';

const text = t.organization.repositories;
/** More than so many are filtered by name. */
const SURVEYED = 8;

interface RepositoryChoicesProps {
  readonly choices: readonly RepositoryChoice[];
  readonly chosen: string | null;
  readonly onChoose: (choice: RepositoryChoice) => void;
}

/** Repositories of the installation, one to be picked. */
export function RepositoryChoices({ choices, chosen, onChoose }: RepositoryChoicesProps) {
  const [filter, setFilter] = useState('');
  const shown = choices.filter(({ fullName }) => fullName.toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{text.choose}</legend>
      {choices.length > SURVEYED ? (
        <SearchBox
          className="mb-2"
          label={text.filter}
          placeholder={text.filter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      ) : null}
      <div className="max-h-56 overflow-y-auto rounded-md border border-line p-1">
        {shown.map((choice) => (
          <label key={choice.id} className="flex items-center gap-2.5 rounded-sm px-2 py-1.5 text-sm hover:bg-hover">
            <input
              type="radio"
              name="repository"
              className="size-4 shrink-0 accent-accent-solid"
              checked={choice.id === chosen}
              onChange={() => onChoose(choice)}
            />
            <span className="min-w-0 flex-1 break-words">{choice.fullName}</span>
            <span className="text-xs text-ink-2">{choice.private ? text.private : text.public}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
