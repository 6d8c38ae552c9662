import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorBoundary } from "./ErrorBoundary";
import { Providers } from "./Providers";
import { createQueryClient } from "./queryClient";
import { createAppRouter } from "./router";
import { SessionGate } from "./SessionGate";

/** The whole window: providers, then the session gate, then the shell with its screens. */
export function App() {
  const [client] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter());
  return (
    <QueryClientProvider client={client}>
      <Providers>
        <ErrorBoundary>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </ErrorBoundary>
      </Providers>
    </QueryClientProvider>
  );
}
