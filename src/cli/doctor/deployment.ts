import type { Problem } from '../../core/problem.ts';
import { broken, brokenBy, type Check, doubtful, type Finding, healthy } from './finding.ts';

/** Access of others than the owner to a file or folder; null where it is not there. */
export interface FileFacts {
  /** Permission bits, such as 0o600. */
  readonly mode: number;
}

/** What the doctor asks of the configuration. */
export interface Deployment {
  /** What is wrong with the variables that are set. */
  readonly environmentProblems: readonly Problem[];
  readonly dataDir: string;
  /** Both keys stand in the environment. */
  readonly keysGiven: boolean;
  readonly keysFile: string;
  stat(path: string): Promise<FileFacts | null>;
  /** Throws Problem `keys-damaged`; null where no keys were made yet. */
  readKeys(): Promise<object | null>;
  /** Certificates of other servers are not checked. */
  readonly certificatesUnchecked: boolean;
  /** Where traces were to be sent; null: not set. */
  readonly telemetryTo: string | null;
  /** Point at which this deployment ends itself, for tests. */
  readonly faultAt: string | null;
}

const others = 0o077;
const written = (mode: number): string => `0${(mode & 0o777).toString(8)}`;

async function lookAtKeys(deployment: Deployment): Promise<Finding> {
  const { keysFile, keysGiven, stat, readKeys } = deployment;
  if (keysGiven) return healthy('keys', 'Both keys stand in the environment.');
  const file = await stat(keysFile);
  if (file === null)
    return (await stat(deployment.dataDir)) === null
      ? healthy('keys', 'They are made at the first start.')
      : doubtful('keys', {
          what: `${keysFile} is not there.`,
          why: 'Secrets that were saved with the lost keys cannot be opened again; a new start makes new keys.',
          next: 'Restore the file from a backup before the next start, if this deployment was in use.',
        });
  if ((file.mode & others) !== 0)
    return broken('keys', {
      what: `${keysFile} has mode ${written(file.mode)}: others on this machine can reach it.`,
      why: 'Whoever reads the keys can open every saved secret and sign in as anybody.',
      next: `Run: chmod 600 ${keysFile}`,
    });
  try {
    await readKeys();
  } catch (error) {
    return brokenBy('keys', error, 'Without the keys no saved secret can be opened.');
  }
  return healthy('keys', `${keysFile}, readable by its owner alone.`);
}

/** The configuration and the files beside it. */
export function deploymentChecks(deployment: Deployment): readonly Check[] {
  return [
    {
      name: 'environment',
      look: async () =>
        deployment.environmentProblems.length === 0
          ? healthy('environment', 'Every variable that is set can be used.')
          : deployment.environmentProblems.map((problem) =>
              brokenBy('environment', problem, 'ctx| does not start with it.'),
            ),
    },
    { name: 'keys', look: () => lookAtKeys(deployment) },
    {
      name: 'data-folder',
      async look() {
        const folder = await deployment.stat(deployment.dataDir);
        if (folder === null) return healthy('data-folder', `${deployment.dataDir} is made at the first start.`);
        if ((folder.mode & 0o022) === 0) return healthy('data-folder', deployment.dataDir);
        return doubtful('data-folder', {
          what: `${deployment.dataDir} has mode ${written(folder.mode)}: others on this machine can write there.`,
          why: 'They could put files in the place of keys and clones.',
          next: `Run: chmod go-w ${deployment.dataDir}`,
        });
      },
    },
    {
      name: 'certificates',
      look: async () =>
        deployment.certificatesUnchecked
          ? doubtful('certificates', {
              what: 'NODE_TLS_REJECT_UNAUTHORIZED is 0: certificates of other servers are not checked.',
              why: 'Anybody on the way can read and change what is sent, tokens included.',
              next: 'Unset it; name the certificates of your own authority in NODE_EXTRA_CA_CERTS.',
            })
          : healthy('certificates', 'Certificates of other servers are checked.'),
    },
    {
      name: 'telemetry',
      look: async () =>
        deployment.telemetryTo === null
          ? healthy('telemetry', 'Counted at /metrics.')
          : doubtful('telemetry', {
              what: `OTEL_EXPORTER_OTLP_ENDPOINT is ${deployment.telemetryTo}, and this build exports no traces.`,
              why: 'Nothing arrives there.',
              next: 'Scrape /metrics, and unset the variable.',
            }),
    },
    {
      name: 'fault-point',
      look: async () =>
        deployment.faultAt === null
          ? healthy('fault-point', 'No process ends itself for tests.')
          : doubtful('fault-point', {
              what: `FAULT_AT is ${deployment.faultAt}: a worker ends itself there.`,
              why: 'It is for tests of durability; runs would never get past that point.',
              next: 'Unset FAULT_AT.',
            }),
    },
  ];
}
