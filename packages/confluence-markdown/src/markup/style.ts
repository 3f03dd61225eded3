/** Properties of a `style` attribute, in lower case. The first of two counts. */
export function readStyle(style: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const declaration of style.toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    if (colon <= 0) continue;
    const name = declaration.slice(0, colon).trim();
    if (!properties.has(name)) properties.set(name, declaration.slice(colon + 1).trim());
  }
  return properties;
}

/** Value of one property of a `style` attribute, in lower case. */
export function styleOf(style: string, property: string): string | undefined {
  return style === '' ? undefined : readStyle(style).get(property);
}
