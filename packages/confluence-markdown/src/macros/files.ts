import type { RootContent } from 'mdast';
import { inlineMedia, type Media } from '../constructs/media.ts';
import { paragraph, text } from '../constructs/text.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { namesOf } from './names.ts';
import { parameter } from './parameter.ts';
import { asPlaced, standIn } from './stand-in.ts';

/** The file that a macro shows: as a resource, or by its name. */
export function fileOf(call: MacroCall): Media['source'] | null {
  for (const target of Object.values(call.targets)) if (target.kind === 'attachment') return target;
  const name = parameter(call, 'name', 'file', 'filename', 'attachment', '');
  if (!name) return null;
  return /^https?:\/\//i.test(name) ? { kind: 'url', href: name } : { kind: 'attachment', fileName: name };
}

function show(call: MacroCall, context: Context): RootContent[] {
  const source = fileOf(call);
  if (!source) return standIn(call, context);
  return asPlaced(call, inlineMedia({ source, show: 'auto' }, context, call.where));
}

/** Files of the page that a macro shows, one or many. */
export const files: readonly Macro[] = [
  {
    names: namesOf(`
      view-file viewfile viewdoc viewpdf viewxls viewppt multimedia video audio pdf office-excel office-word
      office-ppt excel csv-file openapi-file preview-attachment
    `),
    becomes: 'A link to the file, or the picture where it is one',
    rule: show,
  },
  {
    names: ['gallery'],
    becomes: 'The pictures that it names, each in a paragraph, below its title in bold; otherwise a placeholder',
    rule: (call, context) => {
      const names = (parameter(call, 'include') ?? '').split(',').map((name) => name.trim());
      const pictures = names.filter((name) => name !== '' && !/[*?]/.test(name));
      if (pictures.length === 0) return standIn(call, context);
      const title = parameter(call, 'title');
      const shown = pictures.map((fileName) => {
        const source = { kind: 'attachment' as const, fileName };
        return paragraph(inlineMedia({ source, show: 'picture' }, context, call.where));
      });
      return [...(title ? [paragraph([{ type: 'strong', children: [text(title)] }])] : []), ...shown];
    },
  },
  {
    names: ['attachments', 'space-attachments', 'attachments-table', 'image-list', 'slideshow', 'carousel'],
    becomes: 'A placeholder with its name and parameters',
    rule: (call, context) => standIn(call, context),
  },
];
