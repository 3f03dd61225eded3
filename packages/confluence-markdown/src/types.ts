import type { Root, RootContent } from 'mdast';

/** Formats in which Confluence hands out a body. */
export type BodyFormat = 'adf' | 'storage' | 'view';

/** What a conversion could not keep, where it stands in the source and what became of it. */
export interface LossNote {
  /** `degraded`: shown in a plainer form. `dropped`: not shown. `unknown`: not known to the converter, text kept. */
  readonly kind: 'degraded' | 'dropped' | 'unknown';
  /** Node, mark, element or macro, e.g. `macro:roadmap`, `mark:textColor`. */
  readonly what: string;
  /** Path of the source node, e.g. `doc/table[2]/tableRow[1]`, or line and column of a markup source. */
  readonly where: string;
  /** Text of the source that the output does not show. */
  readonly text?: string;
}

/** What a body points at. The caller says where that is. */
export type LinkTarget =
  | {
      readonly kind: 'page';
      readonly id?: string;
      readonly title?: string;
      readonly spaceKey?: string;
      readonly anchor?: string;
    }
  | {
      readonly kind: 'attachment';
      readonly fileName?: string;
      readonly fileId?: string;
      readonly pageId?: string;
      /** Title and space of the page that has the file, where it is another one and the body names it so. */
      readonly title?: string;
      readonly spaceKey?: string;
    }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'space'; readonly key: string };

export interface LinkAnswer {
  /** Relative path or absolute address; absent: there is no place to link to. */
  readonly href?: string;
  /** What readers see where the body brings no text of its own. */
  readonly text?: string;
}

export type LinkResolver = (target: LinkTarget) => LinkAnswer | undefined;

/** Body of another page, for `include` and `excerpt-include`. */
export type IncludeResolver = (
  page: Extract<LinkTarget, { kind: 'page' }>,
) => { readonly from: BodyFormat; readonly body: string } | undefined;

export interface ConvertInput {
  readonly from: BodyFormat;
  readonly body: string;
}

export interface ConvertOptions {
  readonly resolve?: LinkResolver;
  readonly include?: IncludeResolver;
  /** Address that relative links of the source start from, e.g. `https://acme.atlassian.net/wiki`. */
  readonly baseUrl?: string;
  /** Key of the page's own space, where a title that names no space belongs. */
  readonly spaceKey?: string;
  /** Characters of input above which Problem-like `ConversionError` `too-large` is thrown. Default 20 MiB. */
  readonly maxLength?: number;
}

export interface Conversion {
  readonly markdown: string;
  readonly mdast: Root;
  readonly report: readonly LossNote[];
  /** Every target that the body points at, resolved or not, without repeats. */
  readonly links: readonly LinkTarget[];
}

/** A body that cannot be converted at all. */
export class ConversionError extends Error {
  readonly code:
    | 'not-json'
    | 'not-adf'
    | 'not-utf-8'
    | 'too-large'
    | 'too-deep'
    | 'unknown-format'
    | 'unknown-node'
    | 'bad-input'
    | 'bad-answer';
  constructor(code: ConversionError['code'], message: string) {
    super(message);
    this.name = 'ConversionError';
    this.code = code;
  }
}

/** Passed through a conversion by reference; collects what the result carries besides the text. */
export interface Context {
  readonly options: ConvertOptions;
  note(note: LossNote): void;
  /**
   * Records the target and asks the resolver. What that throws is reported.
   *
   * @throws {ConversionError} `bad-answer`
   */
  link(target: LinkTarget): LinkAnswer | undefined;
  /** Converts another body in the same context, e.g. an included page; bounded in depth. */
  nested(input: ConvertInput): RootContent[];
}

/** One use of a macro, whichever format it came from. */
export interface MacroCall {
  /** Lower-case name, e.g. `code`, `jira`. */
  readonly name: string;
  /** Parameters by name; the unnamed one stands under `''`. Values are text; links stand in `links`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Targets in parameters (`ri:page`, `ri:attachment`, ...), by parameter name. */
  readonly targets: Readonly<Record<string, LinkTarget>>;
  /** Plain-text body; null where the macro has none. */
  readonly plain: string | null;
  /** Converted rich body; null where the macro has none. */
  readonly rich: (() => RootContent[]) | null;
  /** Stands within a line of text. */
  readonly inline: boolean;
  readonly where: string;
  /** Names of the parameters that somebody has looked at; what nobody looks at is reported. */
  readonly used?: Set<string>;
}

/** What a macro becomes. Block macros give block nodes, inline ones phrasing nodes. */
export type MacroRule = (call: MacroCall, context: Context) => RootContent[];

/** A macro as one file of `macros/` exports it. */
export interface Macro {
  readonly names: readonly string[];
  /** For the generated table of the documentation: what it becomes. */
  readonly becomes: string;
  readonly rule: MacroRule;
}

/** A table before it is known whether GFM can carry it. */
export interface Grid {
  readonly rows: readonly (readonly GridCell[])[];
  /** Rows are numbered in a first column of their own. */
  readonly numbered?: boolean;
}

export interface GridCell {
  readonly header: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  /** CSS colour or Confluence colour name of the background. */
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly children: RootContent[];
}
