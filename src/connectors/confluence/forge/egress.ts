import { Problem } from '../../../core/problem.ts';
import type { ProvisionLog } from '../../../core/roles/provisioner.ts';
import type { Http } from '../../../net/request.ts';
import { provisionProblem } from './provision-problem.ts';

/** A host that must be reached besides the gateway, which answers questions of its own. */
interface Host {
  readonly url: string;
  readonly detail: string;
  readonly why: string;
}

/** Milliseconds for connecting, and for the answer. */
const LOOK_MS = 10_000;

/**
 * What provisioning and the installed app need. The host of uploads is named by the vendor's gateway at each upload
 * and cannot be tried before.
 */
function hostsOf(consoleUrl: string, jwksUrl: string): readonly Host[] {
  return [
    {
      // One of the descriptions that the tool fetches to check the scopes; without it, checking and deploying end
      // (measured).
      url: `${consoleUrl}/cloud/jira/platform/swagger-v3.v3.json`,
      detail: 'developer-host-unreachable',
      why: 'the command-line tool reads the descriptions of interfaces there',
    },
    { url: jwksUrl, detail: 'keys-host-unreachable', why: 'the keys of everything that the app sends come from there' },
  ];
}

/** Asks each host for something; any answer but a failure of its own will do. Throws Problem `network`. */
export async function checkEgress(
  http: Http,
  bases: { readonly consoleUrl: string; readonly jwksUrl: string },
  log: ProvisionLog,
): Promise<void> {
  for (const { url, detail, why } of hostsOf(bases.consoleUrl, bases.jwksUrl)) {
    const { host } = new URL(url);
    try {
      // What one host says of its limits is nobody else's pause.
      const lane = `preflight ${detail}`;
      const answer = await http.request({ expect: 'bytes', method: 'HEAD', url, timeoutMs: LOOK_MS, tries: 2, lane });
      if (answer.status === 407) throw new Problem({ code: 'network', message: 'The proxy asks for a name.' });
      log(`${host} answers`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // It is there: it asks callers to come less often, or sends them round.
      if (error.code === 'rate-limited' || error.code === 'redirect-refused') continue;
      throw provisionProblem(
        {
          code: 'network',
          detail,
          hint: `Let this machine reach ${host} over https (DNS, firewall, proxy): ${why}. Then retry.`,
        },
        `${host} does not answer: ${error.message}`,
        error,
      );
    }
  }
}
