import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isStatus, RequestProblem, ServerGone } from './api/problem.ts';
import { sessionQuery } from './api/session.ts';
import { onHealed } from './live/reachability.ts';
import { createAppRouter } from './router.tsx';
import './styles.css';

/** Who is refused for want of a session learns here that it has ended. */
const onError = (error: unknown): void => {
  if (isStatus(error, 401)) void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What the server refuses does not get better by asking again; what did not arrive may.
      retry: (count, error) => !(error instanceof RequestProblem) && count < 3,
      refetchOnWindowFocus: true,
    },
  },
});

// What could not be read while the server was gone is read again.
onHealed(() => void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' }));

const router = createAppRouter(client);

createRoot(document.getElementById('root')!, {
  onCaughtError: (error) => {
    // What the server refused, or did not answer, is said on the page.
    if (!(error instanceof RequestProblem || error instanceof ServerGone)) console.error(error);
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
