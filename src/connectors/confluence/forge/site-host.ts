import { Problem } from '../../../core/problem.ts';

/**
 * Host name of a Confluence Cloud site, in lower case (S4). Nothing is ever called under it; it only goes to the
 * vendor's gateway and tool. Throws Problem `invalid-site-host`.
 */
export function checkSiteHost(input: string): string {
  const host = input.toLowerCase();
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.atlassian\.net$/.test(host)) return host;
  throw new Problem({
    code: 'invalid-site-host',
    message: 'This is no host name of a Confluence Cloud site.',
    status: 400,
    actor: 'operator',
    hint: 'Enter the host alone, such as your-company.atlassian.net, without https:// and without a path.',
  });
}
