import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { asCommandError } from "@/ipc";

/** The cache. A refusal for want of a session sends the window to the sign-in or lock screen. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== "app.status") checkSession(error);
      },
    }),
    mutationCache: new MutationCache({ onError: checkSession }),
    defaultOptions: {
      queries: {
        // The application is on this machine: the browser's idea of being online says nothing.
        networkMode: "always",
        staleTime: 5_000,
        retry: (failures, error) => asCommandError(error).code === "unavailable" && failures < 2,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
  function checkSession(error: unknown): void {
    const { code, command } = asCommandError(error);
    const signingIn = command === "access.sign_in" || command === "access.unlock";
    if ((code === "unauthenticated" || code === "locked") && !signingIn) {
      void client.invalidateQueries({ queryKey: ["app.status"] });
    }
  }
  return client;
}
