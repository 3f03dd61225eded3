/** The name as it is written; the bar stands out as in a shell. */
export function Logo({ large }: Readonly<{ large?: boolean }>) {
  return (
    <span
      role="img"
      aria-label="ctx|"
      className={
        large ? 'font-mono text-2xl font-semibold tracking-tight' : 'font-mono text-lg font-semibold tracking-tight'
      }
    >
      ctx<span className="text-accent">|</span>
    </span>
  );
}
