/** How definitions of a language look at the start of a line. Each pattern names what it defines. */
export interface Language {
  /** Defines something that may hold definitions of its own. */
  readonly containers: RegExp;
  readonly definitions: RegExp;
  /** Lines right above a definition that belong to it. */
  readonly leads: RegExp;
}

const cLeads = /^\s*(?:\/\/|\/\*|\*|@|#\[|\[\w)/;
const hashLeads = /^\s*(?:#|@)/;

const script: Language = {
  containers:
    /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:class|interface|enum|namespace|module)\s+(?<name>[\w$.]+)/,
  definitions:
    /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:async\s+)?(?:function\s*\*?\s*(?<name>[\w$]+)|type\s+(?<type>[\w$]+)|(?:const|let|var)\s+(?<value>[\w$]+)|(?:(?:public|private|protected|static|readonly|override|async|get|set|abstract)\s+)*\*?(?<method>#?[\w$]+)\s*(?:<[^>()]{0,200}>)?\([^;]{0,400}\{\s*$)/,
  leads: cLeads,
};

const python: Language = {
  containers: /^class\s+(?<name>\w+)/,
  definitions: /^(?:async\s+)?def\s+(?<name>\w+)/,
  leads: hashLeads,
};

const ruby: Language = {
  containers: /^(?:class|module)\s+(?<name>[\w:]+)/,
  definitions: /^def\s+(?<name>[\w.?!=]+)/,
  leads: hashLeads,
};

const go: Language = {
  containers: /^(?!)/,
  definitions: /^(?:func\s+(?:\([^)]{0,200}\)\s*)?(?<name>\w+)|type\s+(?<type>\w+)|(?:const|var)\s+(?<value>\w+))/,
  leads: cLeads,
};

const rust: Language = {
  containers:
    /^(?:pub(?:\([^)]{0,40}\))?\s+)?(?:unsafe\s+)?(?:mod|trait|impl(?:<[^>]{0,200}>)?)\s+(?:[\w:<>, ]{0,200}\bfor\s+)?(?<name>\w+)/,
  definitions:
    /^(?:pub(?:\([^)]{0,40}\))?\s+)?(?:(?:const|async|unsafe|default|extern(?:\s+"[^"]{0,20}")?)\s+)*(?:fn|struct|enum|type|union|static|const|macro_rules!)\s+(?<name>\w+)/,
  leads: cLeads,
};

const curly: Language = {
  containers:
    /^(?:(?:public|private|protected|internal|static|final|abstract|sealed|open|data|partial|export|inline|case|readonly)\s+)*(?:class|interface|enum|struct|record|object|namespace|trait|protocol|extension|union)\s+(?:class\s+)?(?<name>[\w.:]+)/,
  definitions:
    /^(?!(?:if|for|while|switch|catch|return|else|do|try|throw|new|using|lock|foreach|synchronized)\b)(?:(?:fun|func|def|function)\s+(?<name>[\w$]+)|(?:[\w$<>[\],.?*&:~@]+\s+){1,8}\*?(?<method>[\w$:~]+)\s*\([^;]{0,400}$)/,
  leads: cLeads,
};

const shell: Language = {
  containers: /^(?!)/,
  definitions: /^(?:function\s+(?<name>[\w:-]+)|(?<value>[\w:-]+)\s*\(\))/,
  leads: hashLeads,
};

const sql: Language = {
  containers: /^(?!)/,
  definitions:
    /^create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|unique\s+|materialized\s+)*(?:table|view|index|function|procedure|trigger|type)\s+(?:if\s+not\s+exists\s+)?(?<name>[\w."]+)/i,
  leads: /^\s*--/,
};

const schema: Language = {
  containers: /^(?:service|package)\s+(?<name>[\w.]+)/,
  definitions:
    /^(?:message|enum|rpc|type|input|interface|union|scalar|resource|module|variable|output)\s+(?<name>"?[\w.]+)/,
  leads: cLeads,
};

const byEnding: ReadonlyMap<string, Language> = new Map(
  (
    [
      ['ts tsx mts cts js jsx mjs cjs vue svelte', script],
      ['py pyi', python],
      ['rb rake', ruby],
      ['go', go],
      ['rs', rust],
      ['java kt kts scala cs c h cc cpp cxx hpp hh swift php dart groovy m mm', curly],
      ['sh bash zsh', shell],
      ['sql', sql],
      ['proto graphql gql tf', schema],
    ] as const
  ).flatMap(([endings, language]) => endings.split(' ').map((ending) => [ending, language] as const)),
);

/** Code without rules of its own is still code: cut by its lines. */
const otherCode = new Set(
  'css scss less lua pl r jl ex exs erl hs clj cljs ml fs fsx vb ps1 bat asm zig nim'.split(' '),
);

/** The language that a file name tells; `lines` for code that is cut by its lines alone, null for no code. */
export function languageOf(path: string): Language | 'lines' | null {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return byEnding.get(ending) ?? (otherCode.has(ending) ? 'lines' : null);
}
