import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';

const text = t.connection.settings;

export type FilesChoice = 'keep' | 'remove';

interface FilesChoiceProps {
  readonly count: number;
  readonly value: FilesChoice;
  readonly onChange: (value: FilesChoice) => void;
}

/** What becomes of mirrored files when the mirror leaves a repository. */
export function FilesField({ count, value, onChange }: FilesChoiceProps) {
  const choices = [
    ['keep', text.keep],
    ['remove', text.remove(formatCount(count))],
  ] as const;
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{text.files}</legend>
      {choices.map(([choice, label]) => (
        <label key={choice} className="flex items-center gap-2.5 py-0.5">
          <input
            type="radio"
            name="files"
            className="size-4 accent-accent-solid"
            checked={value === choice}
            onChange={() => onChange(choice)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
