const benches = {
  render: () => import('./render/main.ts'),
  sync: () => import('./sync/main.ts'),
  intake: () => import('./intake/main.ts'),
  index: () => import('./index/main.ts'),
  fresh: () => import('./fresh/main.ts'),
  tasks: () => import('./tasks/main.ts'),
  web: () => import('./web/main.ts'),
  bounds: () => import('./bounds/main.ts'),
} as const;

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(benches, name)) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join('|')} [arguments]\n`);
  process.exit(2);
}
const { main } = await benches[name as keyof typeof benches]();
process.exit(await main(args));
