import { Problem } from '../../core/problem.ts';
import type { SourceConnector } from '../../core/roles/connector.ts';
import type { ServerDeps } from '../deps.ts';

/** Well-formed, of no app: only the page's origin is looked at. */
const anyApp = '00000000-0000-4000-8000-000000000000';

/**
 * An install link as it may be offered to people (S6): https, or the same origin as the product's own
 * console or the deployment's link. Throws Problem `invalid-install-url`.
 */
export function installLinkOf(deps: ServerDeps, connector: SourceConnector, input: string): string {
  const url = URL.canParse(input) ? new URL(input) : null;
  const allowed = [connector.signIn.createUrl, connector.provisioner.installLink(anyApp), deps.settings.installUrl]
    .filter((known) => known !== null && URL.canParse(known))
    .map((known) => new URL(known!).origin);
  if (url && allowed.includes(url.origin) && !url.username && !url.password) return url.href;
  throw new Problem({
    code: 'invalid-install-url',
    message: 'This is not an install link of the product.',
    status: 400,
    hint: `Paste the link from the distribution page; it starts with ${allowed[0] ?? 'the address of the product'}.`,
  });
}
