import type { Explanation } from './provision-problem.ts';

/** Hosts that the hints of the rules name already. */
const named = new Set(['api.atlassian.com', 'developer.atlassian.com']);

// The tool says which address it called, and of a name without an address only the name.
const called =
  /(?:request to|timeout at:?|response body at) https?:\/\/([a-z0-9.-]{1,253}(?::\d{1,5})?)(?:\/[^\s?]*)?(\?)?/i;
const unnamed = /(?:ENOTFOUND|EAI_[A-Z]+) ([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)/i;

/** Causes that are cured at the host itself. */
const ofHost = new Set(['dns', 'refused', 'timeout', 'reset', 'unreachable', 'proxy']);

/**
 * Names the host that the tool could not reach. The vendor's gateway chooses where the app is uploaded to, a signed
 * address of a host that cannot be known, or tried, before (measured); so the first failure has to say which one it is.
 */
export function namingHost(explanation: Explanation, errors: string): Explanation {
  if (explanation.code !== 'network' || !ofHost.has(explanation.detail)) return explanation;
  const address = called.exec(errors);
  const host = (address?.[1] ?? unnamed.exec(errors)?.[1])?.toLowerCase();
  if (host === undefined || named.has(host)) return explanation;
  const why = address?.[2] === '?' ? 'Atlassian named it for the upload of the app' : 'the command-line tool calls it';
  const how = explanation.detail === 'proxy' ? 'through the proxy, or without it' : '(DNS, firewall, proxy)';
  return { ...explanation, hint: `Let this machine reach ${host} over https ${how}: ${why}. Then retry.` };
}
