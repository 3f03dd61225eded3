import { useEffect, useRef } from 'react';
import { t } from '../../text/en.ts';
import { classes } from '../../ui/classes.ts';

/** The file line by line, with the cited lines marked. */
export function RawLines({ text, marked }: Readonly<{ text: string; marked: readonly [number, number] | null }>) {
  const first = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which is nothing to clean up with.
    void first.current?.scrollIntoView({ block: 'center' });
  }, []);
  const lines = text.split('\n');
  // Lines of front matter are not part of the text; numbers stay those of the file.
  const start = lines.findIndex((line) => line !== '');
  return (
    <section
      aria-label={t.find.document.raw}
      tabIndex={0}
      className="max-h-[75vh] overflow-auto rounded-lg border border-line bg-sunken py-2"
    >
      {marked ? <p className="sr-only">{t.find.document.lines(marked.join('–'))}</p> : null}
      <ol className="font-mono text-xs leading-5">
        {lines.slice(Math.max(0, start)).map((line, index) => {
          const number = Math.max(0, start) + index + 1;
          const inside = marked !== null && number >= marked[0] && number <= marked[1];
          return (
            <li
              key={number}
              ref={number === marked?.[0] ? first : null}
              className={classes('flex gap-4 px-3', inside && 'bg-accent-soft')}
            >
              <span aria-hidden className="w-8 shrink-0 text-right text-ink-2 select-none">
                {number}
              </span>
              <span className="min-w-0 break-words whitespace-pre-wrap">{line || ' '}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
