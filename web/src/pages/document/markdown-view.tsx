import Image from 'lucide-react/icons/image';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { useOpenable } from '../../api/demo-address.ts';
import { t } from '../../text/en.ts';
import { rehypeRawHtml } from './raw-html.ts';

/** Only what text needs: no styles, no forms, no frames; addresses of the web and mail alone. */
const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'picture' && name !== 'source'),
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
};

/** Front matter is shown beside the text, not in it. */
function withoutFrontMatter(markdown: string): string {
  return markdown.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
}

function resolved(href: string | undefined, base: string): string | undefined {
  if (!href || href.startsWith('#')) return href;
  return URL.canParse(href, base) ? new URL(href, base).href : undefined;
}

/** Untrusted text of a page as Markdown: sanitized, links open elsewhere, nothing is loaded from other hosts. */
export default function MarkdownView({ markdown, base }: Readonly<{ markdown: string; base: string }>) {
  const openable = useOpenable();
  const addressOf = (href: string | undefined) => {
    const url = resolved(href, base);
    return url && openable(url);
  };
  const components: Components = {
    a: ({ href, children }) => (
      <a href={addressOf(href)} target="_blank" rel="noreferrer nofollow ugc">
        {children}
      </a>
    ),
    input: ({ checked }) => (
      <input type="checkbox" checked={checked ?? false} readOnly aria-label={t.find.document.task} className="mr-1.5" />
    ),
    // Pictures are not loaded; that one stands here is said.
    img: ({ alt }) => (
      <span className="inline-flex items-center gap-1.5 rounded-sm bg-sunken px-1.5 text-sm text-ink-2">
        <Image aria-hidden className="size-3.5" />
        {alt || t.find.document.picture}
      </span>
    ),
    h1: ({ children }) => <h2>{children}</h2>,
    h2: ({ children }) => <h3>{children}</h3>,
    h3: ({ children }) => <h4>{children}</h4>,
    table: ({ children }) => <table tabIndex={0}>{children}</table>,
    pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  };
  return (
    <article className="prose rounded-lg border border-line bg-raised px-5 py-5 sm:px-8">
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeRawHtml, [rehypeSanitize, schema]]}
        components={components}
      >
        {withoutFrontMatter(markdown)}
      </Markdown>
    </article>
  );
}
