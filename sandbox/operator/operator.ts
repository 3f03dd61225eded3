import { type Browser, type BrowserOptions, createBrowser } from './browser.ts';

/** Somebody who runs the product: a browser, an organization, and what happens said aloud. */
export interface Operator {
  readonly browser: Browser;
  /** Slug of the organization. */
  readonly org: string;
  /** A call below `/{org}/api/v1`. */
  api<Answer = unknown>(method: string, path: string, body?: object): Promise<Answer>;
  readonly say: (line: string) => void;
}

export interface OperatorOptions extends BrowserOptions {
  readonly say?: (line: string) => void;
}

function operatorOf(browser: Browser, org: string, say: (line: string) => void): Operator {
  return { browser, org, say, api: (method, path, body) => browser.call(method, `/${org}/api/v1${path}`, body) };
}

/** Uses the one-time link of the first start: makes an account and its organization. */
export async function becomeOwner(
  options: OperatorOptions,
  link: string,
  person: { readonly name: string; readonly email: string; readonly password: string },
  organization: string,
): Promise<Operator> {
  const browser = createBrowser(options);
  const form = await browser.visit(link);
  if (form.status !== 200) throw new Error(`the link of the first owner answered ${form.status}`);
  await browser.submit(link, { ...person, organization });
  const { organizations } = await browser.call<{ organizations: { slug: string }[] }>('GET', '/api/v1/session');
  const [made] = organizations;
  if (!made) throw new Error('the link of the first owner made no organization');
  return operatorOf(browser, made.slug, options.say ?? (() => undefined));
}

/** Signs in to a demonstration. */
export async function enterDemo(options: OperatorOptions): Promise<Operator> {
  const browser = createBrowser(options);
  const { slug } = await browser.call<{ slug: string }>('POST', '/api/v1/demo/sign-in');
  return operatorOf(browser, slug, options.say ?? (() => undefined));
}
