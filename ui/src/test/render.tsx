// Draws a component as the application would, with a stand-in for the window's `rpc`.
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { Providers } from "@/app/Providers";
import { createQueryClient } from "@/app/queryClient";

export type Answer = (command: string, request: Record<string, unknown>) => unknown;

/** Answers `rpc` calls during a test; throw an error object to refuse. */
export function answerWith(answer: Answer): void {
  const invoke = async (_: string, args: { command: string; request: Record<string, unknown> }) =>
    answer(args.command, args.request);
  Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
}

export const status = {
  state: "signed_in",
  user: { id: "u1", name: "Wanda Araújo", username: "wanda", permissions: [] as string[] },
  signed_out_by: null as string | null,
  database: { engine: "sqlite", connected: true, label: "test.db", guarded: false },
  version: "0.1.0",
  idle_lock_minutes: 15,
  time_zone: "America/Sao_Paulo",
};

export function draw(element: ReactElement) {
  return render(
    <QueryClientProvider client={createQueryClient()}>
      <Providers>{element}</Providers>
    </QueryClientProvider>,
  );
}
