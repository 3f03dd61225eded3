import { useId } from 'react';
import { classes } from './classes.ts';

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly (readonly [Value, string])[];
}

/** A choice between a few views. Radio buttons underneath, so the arrow keys work. */
export function Segments<Value extends string>({ label, value, onChange, options }: Readonly<SegmentsProps<Value>>) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-md border border-line bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(([option, text]) => (
        <label
          key={option}
          className={classes(
            'cursor-pointer rounded-sm px-2.5 py-0.5 text-xs font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
            option === value ? 'bg-raised text-ink shadow-xs' : 'text-ink-2 hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={option === value}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
