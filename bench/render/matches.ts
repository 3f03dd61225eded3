import type { Features } from './features.ts';
import type { Target } from './tree.ts';
import { phrase } from './words.ts';

/** An address without the encoding of its characters, where that is sound. */
export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** Addresses are the same but for encoding, case and a slash at the end; places on the page but for punctuation. */
function canonical(address: string): string {
  const plain = decoded(address.trim()).normalize('NFC').toLowerCase();
  return plain.startsWith('#') ? `#${phrase(plain).replaceAll(' ', '')}` : plain.replace(/\/$/, '');
}

/** Whether a link that was found leads where one should. */
export const matchAddress: readonly ((want: Target, have: string) => boolean)[] = [
  (want, have) => 'address' in want && canonical(want.address) === canonical(have),
  (want, have) => 'address' in want && /^https?:\/\/(.*)$/.exec(canonical(have))?.[1] === canonical(want.address),
  (want, have) => 'name' in want && phrase(want.name) !== '' && has(decoded(have), want.name),
];

/** Whether a picture or link shows a file that should be there: by its name, its id or its address. */
export const matchMedia: readonly ((want: readonly string[], have: readonly string[]) => boolean)[] = [
  (want, have) => want.some((key) => have.some((other) => canonical(other) === canonical(key))),
  (want, have) => want.some((key) => phrase(key) !== '' && have.some((other) => has(decoded(other), key))),
  (want, have) => want.length === 0 && have.length > 0,
];

const has = (address: string, name: string) => ` ${phrase(address)} `.includes(` ${phrase(name)} `);

type Code = Features['codes'][number];

/** Names of one language; the first is the one that is compared. */
const SAME = [
  ['', 'text', 'plain', 'plaintext', 'none', 'plain text', 'txt'],
  ['javascript', 'js'],
  ['typescript', 'ts'],
  ['python', 'py'],
  ['bash', 'sh', 'shell', 'shell script', 'zsh'],
  ['c++', 'cpp'],
  ['c#', 'csharp', 'cs'],
  ['f#', 'fsharp'],
  ['objective-c', 'objectivec', 'objective c', 'objc'],
  ['objective-j', 'objectivej', 'objective j', 'objj'],
  ['visual basic', 'vb', 'vbnet', 'vb.net', 'visualbasic'],
  ['html/xml', 'html', 'xml', 'html and xml', 'xhtml'],
  ['yaml', 'yml'],
  ['ruby', 'rb'],
  ['go', 'golang'],
  ['standard ml', 'sml', 'standardml'],
  ['delphi', 'pascal', 'object pascal'],
  ['arduino', 'ino'],
  ['actionscript', 'actionscript3', 'as3'],
  ['coldfusion', 'cf', 'cfm'],
  ['javafx', 'jfx'],
  ['php', 'php3', 'php4'],
  ['groovy', 'gvy'],
  ['mathematica', 'wl'],
];
const NAMES = new Map(SAME.flatMap((names) => names.map((name) => [name, names[0] ?? ''] as const)));

function language(name: string): string {
  const plain = name.toLowerCase().replaceAll('`', '').trim();
  return NAMES.get(plain) ?? NAMES.get(plain.replaceAll('-', ' ')) ?? plain.replace(/\s+/g, '-');
}

const sameText = (want: Code, have: Code) => body(want.text) === body(have.text);
const body = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');

/** Whether a block of code has the same text in the same language. */
export const matchCode: readonly ((want: Code, have: Code) => boolean)[] = [
  (want, have) =>
    want.language !== null && language(want.language) === language(have.language ?? '') && sameText(want, have),
  (want, have) => want.language === null && sameText(want, have),
];
