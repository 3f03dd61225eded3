import { useState } from 'react';
import type { Scope } from '../../api/types.ts';
import { formatBytes } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { CheckField, SelectField, TextField } from '../../ui/field.tsx';
import type { Choice } from './choice.ts';

type CommentChoice = NonNullable<Scope['comments']>;

const commentChoices = ['none', 'open', 'all'] as const;
const sizes = [1_000_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000];

/** Bounds and default of the scope file. */
const MOST_VERSIONS = 50;
const USUAL_VERSIONS = 20;

function labelsOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((label) => label.trim())
        .filter(Boolean),
    ),
  ];
}

/** What comes along with the pages, and what stays out. */
export function ScopeOptions({ choice, onChange }: Readonly<{ choice: Choice; onChange: (choice: Choice) => void }>) {
  const [labels, setLabels] = useState(choice.labels.join(', '));
  const keep = (change: Partial<Scope>) => onChange({ ...choice, kept: { ...choice.kept, ...change } });
  const known = sizes.includes(choice.maxBytes) ? sizes : [choice.maxBytes, ...sizes];
  return (
    <div className="flex flex-col gap-4">
      <CheckField
        label={t.scope.descendants}
        hint={t.scope.descendantsHint}
        checked={choice.descendants}
        onChange={(event) => onChange({ ...choice, descendants: event.target.checked })}
      />
      <CheckField
        label={t.scope.blogs}
        checked={choice.blogPosts}
        onChange={(event) => onChange({ ...choice, blogPosts: event.target.checked })}
      />
      <CheckField
        label={t.scope.attachments}
        checked={choice.attachments}
        onChange={(event) => onChange({ ...choice, attachments: event.target.checked })}
      />
      {choice.attachments ? (
        <SelectField
          label={t.scope.maxSize}
          value={choice.maxBytes}
          onChange={(event) => onChange({ ...choice, maxBytes: Number(event.target.value) })}
        >
          {known.map((bytes) => (
            <option key={bytes} value={bytes}>
              {formatBytes(bytes)}
            </option>
          ))}
        </SelectField>
      ) : null}
      <SelectField
        label={t.scope.comments}
        value={choice.kept.comments ?? 'none'}
        onChange={(event) => keep({ comments: event.target.value as CommentChoice })}
      >
        {commentChoices.map((value) => (
          <option key={value} value={value}>
            {t.scope.commentChoices[value]}
          </option>
        ))}
      </SelectField>
      <CheckField
        label={t.scope.archived}
        checked={choice.kept.archivedPages ?? false}
        onChange={(event) => keep({ archivedPages: event.target.checked })}
      />
      <CheckField
        label={t.scope.history}
        checked={choice.kept.history ?? false}
        onChange={(event) => keep({ history: event.target.checked })}
      />
      {choice.kept.history ? (
        <TextField
          label={t.scope.versions}
          hint={t.scope.versionsHint}
          type="number"
          min={1}
          max={MOST_VERSIONS}
          value={choice.kept.historyVersions ?? USUAL_VERSIONS}
          onChange={(event) => {
            const count = event.target.valueAsNumber;
            if (Number.isInteger(count) && count >= 1 && count <= MOST_VERSIONS) keep({ historyVersions: count });
          }}
        />
      ) : null}
      <TextField
        label={t.scope.labels}
        hint={t.scope.labelsHint}
        value={labels}
        onChange={(event) => {
          setLabels(event.target.value);
          onChange({ ...choice, labels: labelsOf(event.target.value) });
        }}
      />
    </div>
  );
}
