import { parseArgs } from 'node:util';
import { startStandIns } from './stand-ins.ts';

const usage = `npm run sandbox -- [--world acme|large|hostile|FOLDER] [--pages N] [--data FOLDER]

Starts the stand-ins for Atlassian and GitHub on this machine and prints their addresses and the variables that lead
the product to them. Ends with Ctrl-C.
`;

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'acme' },
    pages: { type: 'string' },
    data: { type: 'string', default: '.ctxpipe/sandbox' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) process.stdout.write(usage);
else {
  const standIns = await startStandIns({
    world: values.world,
    dataDir: values.data,
    keep: true,
    ...(values.pages === undefined ? {} : { pages: Number(values.pages) }),
  });
  process.stdout.write(`Atlassian  ${standIns.atlassian.origin}\nGitHub     ${standIns.github.origin}\n\n`);
  for (const [name, value] of Object.entries(standIns.environment)) process.stdout.write(`export ${name}=${value}\n`);
  const end = () => void standIns.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}
