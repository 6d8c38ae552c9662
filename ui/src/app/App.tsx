import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { onConnectionChange, setConnected } from "@/connection";
import { invalidateTags } from "@/ipc";
import { onChanged, onConnection } from "@/shell";
import { ErrorBoundary } from "./ErrorBoundary";
import { Providers } from "./Providers";
import { createQueryClient } from "./queryClient";
import { createAppRouter } from "./router";
import { SessionGate } from "./SessionGate";

/** The cache, refreshed too by what others and the application itself change. */
function createConnectedClient() {
  const client = createQueryClient();
  onChanged((tags) => void invalidateTags(client, tags));
  onConnection(setConnected);
  onConnectionChange((connected) => {
    // Nobody told meanwhile what others changed.
    if (connected) void client.invalidateQueries();
  });
  return client;
}

/** The whole window: providers, then the session gate, then the shell with its screens. */
export function App() {
  const [client] = useState(createConnectedClient);
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
