import { Parser } from 'htmlparser2';
import { utf8Of } from '../decode.ts';
import { ExportError } from './error.ts';

/** Something that another object points at. */
export interface Reference {
  readonly type: string;
  readonly id: string;
}

/** One object of an export. */
export interface ExportedObject {
  readonly type: string;
  id: string;
  readonly values: Map<string, string>;
  readonly references: Map<string, Reference>;
  /** Text was left out because it is longer than any page. */
  cut: boolean;
}

/** Characters of one property that are kept. */
const MAX_VALUE = 64 * 1024 * 1024;

/**
 * Reads the objects of an `entities.xml` while it streams by. Source: Hibernate's generic XML as Confluence exports it:
 * `object` with `id`, `property` (a value, or an `id` of a `class`) and `collection`.
 *
 * @param wanted types that are read; the others are passed over
 * @throws ExportError at its end where the file ends before its root does, so use nothing of it before
 */
export async function* objectsOf(
  chunks: AsyncIterable<Buffer | string>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<ExportedObject> {
  const done: ExportedObject[] = [];
  const parser = objectParser(wanted, (object) => done.push(object));
  for await (const text of textOf(chunks)) {
    parser.write(text);
    yield* done.splice(0);
  }
  parser.end();
  yield* done.splice(0);
}

/** What is missing could be what keeps a page from readers, so that nothing of a part is used. */
function damaged(what: string): ExportError {
  return new ExportError(
    `entities.xml is damaged or cut off: ${what}; export the space again, or copy and unpack the export anew, and run ` +
      'this again.',
  );
}

/** Bytes that are not UTF-8 end it: whoever puts another sign for them changes pages without a word. */
async function* textOf(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  try {
    for await (const chunk of utf8Of(chunks)) {
      yield decoder.decode(chunk, { stream: true });
      read += chunk.length;
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new ExportError(
      `entities.xml is not UTF-8, behind byte ${read}; unpack the export, mend the file (iconv -c -f UTF-8 -t UTF-8 ` +
        'leaves such bytes out) and name the folder.',
    );
  }
}

function objectParser(wanted: ReadonlySet<string>, onObject: (object: ExportedObject) => void): Parser {
  let object: ExportedObject | null = null;
  let property: { readonly name: string; readonly type: string | null } | null = null;
  let collection = 0;
  let text: string[] | null = null;
  let length = 0;
  let seen = false;
  /** Something within an object that is open, of a wanted type or not. */
  let inside: 'nothing' | 'its start' | 'its parts' = 'nothing';
  let ended = false;

  const begin = () => {
    text = [];
    length = 0;
  };
  const take = () => {
    const value = text?.join('') ?? '';
    text = null;
    return value;
  };

  return new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'hibernate-generic') seen = true;
        if (!seen)
          throw new ExportError('entities.xml is no Confluence export: it does not begin with hibernate-generic.');
        if (ended) throw damaged('something stands behind its end');
        if (name === 'object') {
          if (inside !== 'nothing') throw damaged('an object does not end');
          inside = 'its start';
          const type = attributes.class ?? '';
          object = wanted.has(type) ? { type, id: '', values: new Map(), references: new Map(), cut: false } : null;
          return;
        }
        if (inside === 'its start') inside = 'its parts';
        if (!object) return;
        if (name === 'collection') collection++;
        else if (name === 'property' && collection === 0) {
          property = { name: attributes.name ?? '', type: attributes.class ?? null };
          if (property.type === null) begin();
        } else if (name === 'id' && collection === 0) begin();
      },
      ontext(value) {
        if (!text || !object) return;
        length += value.length;
        if (length > MAX_VALUE) object.cut = true;
        else text.push(value);
      },
      // What the parser closes by itself, since its end is missing, is implied. So is `<object/>`, which has no parts.
      onclosetag(name, implied) {
        if (name === 'hibernate-generic' && !implied) ended = true;
        if (name === 'object') {
          if (implied && inside === 'its parts') throw damaged('an object does not end');
          inside = 'nothing';
        }
        if (!object) return;
        if (name === 'collection') collection--;
        else if (name === 'id' && collection === 0) {
          const id = take().trim();
          if (property?.type) object.references.set(property.name, { type: property.type, id });
          else if (!property) object.id = id;
        } else if (name === 'property' && collection === 0) {
          if (property && property.type === null) object.values.set(property.name, take());
          property = null;
        } else if (name === 'object') {
          onObject(object);
          object = null;
          property = null;
          collection = 0;
        }
      },
      onend() {
        if (seen && !ended) throw damaged('it does not end with </hibernate-generic>');
        if (!seen) throw new ExportError('entities.xml is no Confluence export: it has no hibernate-generic.');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
}
