/** A hue for each kind of thing; told apart by name too, never by colour alone. */
const light: Readonly<Record<string, string>> = {
  page: '#4450d6',
  space: '#b3261e',
  person: '#14734a',
  label: '#8a5200',
  repository: '#17181c',
  file: '#666974',
};
const dark: Readonly<Record<string, string>> = {
  page: '#8f9bff',
  space: '#ff8f85',
  person: '#5ccb95',
  label: '#e8ad4e',
  repository: '#edeef2',
  file: '#9297a5',
};

export interface GraphColors {
  readonly of: (kind: string) => string;
  readonly edge: string;
  readonly faint: string;
  readonly label: string;
  /** What the map is drawn on. */
  readonly ground: string;
}

export function graphColors(isDark: boolean): GraphColors {
  const kinds = isDark ? dark : light;
  return {
    of: (kind) => kinds[kind] ?? (isDark ? '#57c2d6' : '#0e7490'),
    edge: isDark ? '#444957' : '#c4c6d0',
    faint: isDark ? '#23252d' : '#e9eaee',
    label: isDark ? '#edeef2' : '#17181c',
    ground: isDark ? '#0e0f12' : '#ffffff',
  };
}

/** Whether the page is dark at the moment, by choice or by system. */
export function isDarkNow(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}
