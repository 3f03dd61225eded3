import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockServer } from './dev/plugin.ts';

/** `PRODUCT_SERVER`: address of a running server; without it the development server answers from fixtures. */
const server = process.env.PRODUCT_SERVER;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), ...(server ? [] : [mockServer()])],
  // Other parts of the workspace bring another React.
  resolve: { dedupe: ['react', 'react-dom', 'scheduler'] },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: 'dist',
    emptyOutDir: true,
    // Everything inlined would need a looser policy.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: server
    ? {
        proxy: {
          '^/[a-z0-9-]+/api/': { target: server },
          '/api': { target: server },
          '/openapi.json': { target: server },
        },
      }
    : {},
});
