import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RequestProblem } from './api/problem.ts';
import { createAppRouter } from './router.tsx';
import './styles.css';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What the server refuses does not get better by asking again; what did not arrive may.
      retry: (count, error) => !(error instanceof RequestProblem) && count < 3,
      refetchOnWindowFocus: true,
    },
  },
});

const router = createAppRouter(client);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
