import type { ReactNode } from 'react';
import { Logo } from '../../shell/logo.tsx';
import { t } from '../../text/en.ts';

/** Frame of the pages before an organization is open. */
export function StartFrame({ title, lead, children }: Readonly<{ title: string; lead?: string; children: ReactNode }>) {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center bg-sunken px-4 py-[10vh]">
      <div className="w-full max-w-sm">
        <div className="mb-8 text-center">
          <Logo large />
          <p className="mt-1 text-sm text-ink-2">{t.start.tagline}</p>
        </div>
        <section className="rounded-lg border border-line bg-raised p-6 shadow-pop">
          <h1 className="text-lg font-semibold">{title}</h1>
          {lead ? <p className="mt-1 text-sm text-ink-2">{lead}</p> : null}
          <div className="mt-5">{children}</div>
        </section>
      </div>
    </main>
  );
}
