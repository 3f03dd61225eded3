let last = '';
let lastProperties: ReadonlyMap<string, string> = new Map();

/** Properties of a `style` attribute, in lower case. The first of two counts. */
export function readStyle(style: string): ReadonlyMap<string, string> {
  // One after another, the cells of a table or the words of a line have the same looks.
  if (style === last) return lastProperties;
  const properties = new Map<string, string>();
  for (const declaration of style.toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    if (colon <= 0) continue;
    const name = declaration.slice(0, colon).trim();
    if (!properties.has(name)) properties.set(name, declaration.slice(colon + 1).trim());
  }
  last = style;
  lastProperties = properties;
  return properties;
}

/** Value of one property of a `style` attribute, in lower case. */
export function styleOf(style: string, property: string): string | undefined {
  return style === '' ? undefined : readStyle(style).get(property);
}
