/** A page of the made-up corpus, as Markdown, and words that it is about. */
export interface MadePage {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly parentId: string | null;
  readonly markdown: string;
}

const VOCABULARY = 40_000;
const TOPIC_WORDS = 24;
const SECTIONS = 5;
const SECTION_WORDS = 130;
/** Of ten words of a text, so many are of what the page is about; the rest are those of the language. */
const TOPICAL = 3;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const starts = 'b c d f g h k l m n p r s t v w br cl dr fl gr pl st tr sh'.split(' ');
const middles = 'a e i o u ai ea io ou'.split(' ');
const ends = 'n r l s t m nd rk st x'.split(' ');

/** The word of a rank: short for common ones, longer for rare ones, each different. */
function wordOf(rank: number): string {
  let text = '';
  for (let left = rank + 7; left > 0; left = Math.floor(left / (starts.length * middles.length))) {
    text += starts[left % starts.length]! + middles[Math.floor(left / starts.length) % middles.length]!;
  }
  return text + ends[rank % ends.length]!;
}

const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank));

/** A word of the language by Zipf's law: rank r comes up as 1/r does. */
function common(random: () => number): string {
  return words[Math.floor(VOCABULARY ** random()) - 1]!;
}

function topicOf(page: number): readonly string[] {
  const random = dice(page * 2_654_435_761 + 1);
  // What pages are about are the words that are neither everywhere nor nearly nowhere.
  return Array.from({ length: TOPIC_WORDS }, () => words[Math.floor(200 * (VOCABULARY / 200) ** random())]!);
}

function sentence(random: () => number, topic: readonly string[]): string {
  const length = 8 + Math.floor(random() * 10);
  const text = Array.from({ length }, () =>
    random() * 10 < TOPICAL ? topic[Math.floor(random() * topic.length)]! : common(random),
  ).join(' ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** Page number `page`: five sections, each about as long as a chunk. */
export function madePage(page: number): MadePage {
  const random = dice(page + 1);
  const topic = topicOf(page);
  const pick = () => topic[Math.floor(random() * topic.length)]!;
  const sections = Array.from({ length: SECTIONS }, () => {
    const body: string[] = [];
    for (let count = 0; count < SECTION_WORDS; count += 13) body.push(sentence(random, topic));
    const code = random() < 0.3 ? `\n\nCall \`${pick()}_${pick()}\`.` : '';
    return `## ${pick()} ${pick()}\n\n${body.join(' ')}${code}`;
  });
  const id = String(1_000_000 + page);
  return {
    id,
    title: `${pick()} ${pick()} ${pick()}`,
    path: `mirror/S${page % 40}/${id}.md`,
    parentId: page < 40 ? null : String(1_000_000 + Math.floor(page / 12)),
    markdown: `${sections.join('\n\n')}\n\nSee [more](${1_000_000 + Math.floor(random() * page)}.md).\n`,
  };
}

/** Quoted passages of two to four words as they stand in a page, each with the id of that page. */
export function madePhrases(
  pages: number,
  count: number,
): readonly { readonly text: string; readonly pageId: string }[] {
  const random = dice(55);
  return Array.from({ length: count }, () => {
    const page = madePage(Math.floor(random() * pages));
    const sentences = page.markdown.match(/[A-Z][a-z ]+\./g)!;
    const told = sentences[Math.floor(random() * sentences.length)]!.slice(0, -1).split(' ');
    const length = 2 + Math.floor(random() * 3);
    const start = Math.floor(random() * (told.length - length + 1));
    return { text: `"${told.slice(start, start + length).join(' ')}"`, pageId: page.id };
  });
}

/** Questions about pages of the corpus as people ask them: words of a page's topic among words of the language. */
export function madeQuestions(pages: number, count: number): readonly string[] {
  const random = dice(99);
  return Array.from({ length: count }, () => {
    const topic = topicOf(Math.floor(random() * pages));
    const told = Array.from(
      { length: 2 + Math.floor(random() * 3) },
      () => topic[Math.floor(random() * topic.length)]!,
    );
    const rest = Array.from({ length: 1 + Math.floor(random() * 3) }, () => common(random));
    return [...told, ...rest].join(' ');
  });
}
