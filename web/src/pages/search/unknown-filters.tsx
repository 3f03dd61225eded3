import type { UnknownFilter } from '../../api/find.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';

const text = t.unknownFilter;

/** Filters of the page by the names that the server has for them. */
const fields = { spaces: 'space', labels: 'label' } as const;
type Known = keyof typeof fields;
export type Field = (typeof fields)[Known];

const valuesOf = (filter: string) => filter.split(',').flatMap((one) => one.trim() || []);

interface UnknownFiltersProps {
  readonly unknown: readonly UnknownFilter[];
  /** As they are set now: an answer to others may still be shown. */
  readonly filters: Readonly<Record<Field, string>>;
  readonly onTake: (field: Field, value: string) => void;
}

/** A line for each filter with values that nothing has, with values that there are. */
export function UnknownFilters({ unknown, filters, onTake }: UnknownFiltersProps) {
  return unknown.map(({ filter, values, known, more }) => {
    if (!(filter in fields)) return null;
    const name = filter as Known;
    const set = valuesOf(filters[fields[name]]);
    if (!values.every((one) => set.includes(one))) return null;
    const take = (value: string) =>
      onTake(fields[name], [...set.filter((one) => !values.includes(one)), value].join(','));
    return (
      <div key={name} className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1.5 text-xs text-ink-2">
        <p role="status" className="min-w-0 break-words">
          {text[name](values.join(', '))} {known.length > 0 ? text.there : null}
        </p>
        {known.map((value) => (
          <Button
            key={value}
            size="sm"
            aria-label={text.take[name](value)}
            className="max-w-full"
            onClick={() => take(value)}
          >
            <span className="truncate">{value}</span>
          </Button>
        ))}
        {more > 0 ? <span>{text.more(formatCount(more))}</span> : null}
      </div>
    );
  });
}
