import Image from 'lucide-react/icons/image';
import { createElement, Fragment, type ReactNode } from 'react';
import { t } from '../../text/en.ts';
import type { HastNode } from './raw-html.ts';

/** Only what text needs. What is not named here is left out, and what stands in it stays. */
const allowed = new Set(
  [
    'a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img input ins kbd li ol p pre q rp rt',
    'ruby s samp section span strong sub summary sup table tbody td tfoot th thead tr ul var',
  ].flatMap((line) => line.split(' ')),
);
/** Left out with what stands in them: it is no text for people. */
const silent = new Set(['script', 'style', 'template']);
const inTables = new Set(['tbody', 'td', 'tfoot', 'th', 'thead', 'tr']);
const childless = new Set(['br', 'hr']);
/** The title of the page is a heading above all of these. */
const lower: Readonly<Record<string, string>> = { h1: 'h2', h2: 'h3', h3: 'h4' };
const protocols = new Set(['http:', 'https:', 'mailto:']);
const MOST_SPAN = 1000;

interface Place {
  /** Address of the text, from which its links lead. */
  readonly base: string;
  /** Where a link leads in the end. */
  readonly openable: (url: string) => string;
  readonly inTable: boolean;
}

function numberOf(value: unknown, most: number): number | undefined {
  const number = Number(value);
  return value !== undefined && Number.isInteger(number) && number >= 0 && number <= most ? number : undefined;
}

/** Addresses of the web and mail alone; undefined: it leads nowhere. */
function addressOf(href: unknown, { base, openable }: Place): string | undefined {
  if (typeof href !== 'string' || href === '') return undefined;
  const url = URL.canParse(href, base) ? new URL(href, base) : null;
  return url && protocols.has(url.protocol) ? openable(url.href) : undefined;
}

/** Nothing of what an element came with but this is kept. */
function propertiesOf(tagName: string, properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { align, colSpan, rowSpan, start, open } = properties;
  switch (tagName) {
    case 'td':
    case 'th':
      return {
        colSpan: numberOf(colSpan, MOST_SPAN),
        rowSpan: numberOf(rowSpan, MOST_SPAN),
        style: align === 'center' || align === 'right' ? { textAlign: align } : undefined,
      };
    case 'ol':
      return { start: numberOf(start, Number.MAX_SAFE_INTEGER) };
    case 'details':
      return { open: open !== undefined };
    case 'table':
    case 'pre':
      return { tabIndex: 0 };
    default:
      return {};
  }
}

function shown(node: HastNode, key: number, place: Place): ReactNode {
  const { tagName, properties = {}, children = [] } = node;
  if (tagName === undefined) return node.type === 'text' ? node.value : null;
  if (silent.has(tagName)) return null;
  const inside = () => children.map((child, at) => shown(child, at, { ...place, inTable }));
  const inTable = place.inTable || tagName === 'table';
  if (!allowed.has(tagName) || (inTables.has(tagName) && !place.inTable))
    return <Fragment key={key}>{inside()}</Fragment>;
  switch (tagName) {
    case 'a':
      return (
        <a key={key} href={addressOf(properties.href, place)} target="_blank" rel="noreferrer nofollow ugc">
          {inside()}
        </a>
      );
    case 'img': {
      // Pictures are not loaded; that one stands here is said.
      const { alt } = properties;
      return (
        <span key={key} className="inline-flex items-center gap-1.5 rounded-sm bg-sunken px-1.5 text-sm text-ink-2">
          <Image aria-hidden className="size-3.5" />
          {typeof alt === 'string' && alt !== '' ? alt : t.find.document.picture}
        </span>
      );
    }
    case 'input':
      return (
        <input
          key={key}
          type="checkbox"
          checked={properties.checked !== undefined && properties.checked !== false}
          readOnly
          aria-label={t.find.document.task}
          className="mr-1.5"
        />
      );
    default: {
      const kept = { key, ...propertiesOf(tagName, properties) };
      return childless.has(tagName)
        ? createElement(tagName, kept)
        : createElement(lower[tagName] ?? tagName, kept, ...inside());
    }
  }
}

/** Shows elements that anybody may have written: allowed ones, with allowed properties. */
export function safeElements(tree: HastNode, place: Omit<Place, 'inTable'>): readonly ReactNode[] {
  return (tree.children ?? []).map((child, key) => shown(child, key, { ...place, inTable: false }));
}
