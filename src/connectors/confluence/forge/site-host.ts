import { Problem } from '../../../core/problem.ts';

/**
 * Host name of a Confluence Cloud site, in lower case (S4). Nothing is ever called under it; it only goes to the
 * vendor's gateway and tool. Throws Problem `invalid-site-host`.
 */
export function checkSiteHost(input: string): string {
  const host = input.toLowerCase();
  // Two hyphens in third place begin a name of other letters in disguise, which may look like another site.
  if (/^(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.atlassian\.net$/.test(host)) return host;
  throw new Problem({
    code: 'invalid-site-host',
    message: 'This is no host name of a Confluence Cloud site.',
    status: 400,
    actor: 'operator',
    hint: 'Enter the host alone, such as your-company.atlassian.net, without https:// and without a path.',
  });
}

/**
 * Id of a developer space as the vendor's tool takes it: a UUID (measured). Nothing else may stand where the tool would
 * read an option. Throws Problem `invalid-developer-space`.
 */
export function checkDeveloperSpaceId(input: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(input)) return input;
  throw new Problem({
    code: 'invalid-developer-space',
    message: 'This is no id of a developer space.',
    status: 400,
    actor: 'operator',
    hint: 'Choose the developer space from the list, or create one; its id looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed.',
  });
}
