import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../text/en.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

/** Copies a text and says so. */
export function CopyButton({ text, label, className }: Readonly<{ text: string; label?: string; className?: string }>) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        size="sm"
        className={className ?? ''}
        label={copied ? t.common.copied : (label ?? t.common.copy)}
        icon={copied ? <Check aria-hidden className="size-3.5 text-ok" /> : <Copy aria-hidden className="size-3.5" />}
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => setCopied(true));
        }}
      />
      <span role="status" className="sr-only">
        {copied ? t.common.copied : ''}
      </span>
    </>
  );
}

/** A value to take elsewhere: an address, a key, a job id. */
export function CopyLine({ text, label, wrap }: Readonly<{ text: string; label: string; wrap?: boolean }>) {
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-2.5">
      <code
        className={classes('min-w-0 flex-1 py-0.5 font-mono text-xs', wrap ? 'break-all' : 'truncate')}
        title={text}
      >
        {text}
      </code>
      <CopyButton text={text} label={label} />
    </div>
  );
}

/** A block of text to paste into a file or a shell. */
export function CopyBlock({ text, label }: Readonly<{ text: string; label: string }>) {
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <div className="flex h-8 items-center justify-between border-b border-line bg-sunken pr-1 pl-3">
        <span className="truncate font-mono text-xs text-ink-2">{label}</span>
        <CopyButton text={text} label={`${t.common.copy}: ${label}`} />
      </div>
      <section aria-label={label} tabIndex={0} className="overflow-x-auto">
        <pre className="p-3 font-mono text-xs leading-5">{text}</pre>
      </section>
    </div>
  );
}
