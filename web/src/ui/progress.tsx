/** A bar with its numbers in words beside it. `part` between 0 and 1; null: unknown. */
export function ProgressBar({ part, label }: Readonly<{ part: number | null; label: string }>) {
  return (
    <progress
      aria-label={label}
      max={1}
      {...(part === null ? {} : { value: Math.min(1, Math.max(0, part)) })}
      className="progress block h-1.5 w-full"
    />
  );
}
