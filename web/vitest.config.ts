import { defineConfig } from 'vitest/config';

// Other parts of the workspace bring another React: the sources of libraries are taken, which find this one.
const conditions = ['module', 'import', 'default'];

export default defineConfig({
  resolve: { dedupe: ['react', 'react-dom'] },
  ssr: { resolve: { conditions } },
  test: {
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: [/@tanstack/, /react-markdown/, /lucide/] } },
  },
});
