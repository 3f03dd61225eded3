import type { Plugin } from 'vite';
import { createMock } from './mock.ts';

/** Answers the server's interface from fixtures while no server runs. */
export function mockServer(): Plugin {
  return {
    name: 'mock-server',
    apply: 'serve',
    configureServer(server) {
      const mock = createMock();
      server.middlewares.use((request, response, next) => {
        void mock(request, response).then((answered) => {
          if (!answered) next();
        }, next);
      });
    },
  };
}
