import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the page as it was built for these tests. */
    webRoot: string;
  }
}

/** Builds the page once, beside nobody else's build. */
export default async function setup(project: TestProject) {
  // Otherwise the test runner's mode would build React's development version.
  process.env.NODE_ENV = 'production';
  // The page of components is looked at too.
  process.env.VITE_GALLERY = '1';
  const outDir = await mkdtemp(join(tmpdir(), 'ctx-web-'));
  await build({ configFile: join(import.meta.dirname, '..', 'vite.config.ts'), logLevel: 'warn', build: { outDir } });
  project.provide('webRoot', outDir);
  return () => rm(outDir, { recursive: true, force: true });
}
