import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { AppStatus } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import SessionsPage from "./SessionsPage";
import { SignIn } from "./SignIn";

vi.setConfig({ testTimeout: 30_000 });

const session = (id: string, name: string) => ({
  id,
  user_id: `u-${id}`,
  user_name: name,
  started_at: "2026-11-23T12:00:00Z",
  machine: "sala-2",
  program: "retaguarda 0.1.0",
});

it("sys_4_a_session_is_ended_from_elsewhere_but_not_ones_own_and_refusals_are_shown", async () => {
  const ended: unknown[] = [];
  answerWith((command, request) => {
    if (command === "access.users") return [];
    if (command === "access.sessions")
      return { sessions: [session("s1", "Wanda Araújo"), session("s2", "Caio Duarte")], own: "s1" };
    if (command === "access.sign_ins")
      return {
        entries: [
          { ...session("i1", "Caio Duarte"), at: "2026-11-23T12:00:00Z", outcome: "wrong_password" },
          { ...session("i2", ""), at: "2026-11-23T11:00:00Z", user_name: null, outcome: "unknown_user" },
        ],
        more: false,
      };
    if (command === "access.end_session") {
      ended.push(request);
      return {};
    }
    throw new Error(command);
  });
  const { container } = draw(
    <main>
      <SessionsPage />
    </main>,
  );
  const user = userEvent.setup();
  await screen.findByText("Esta janela");
  await screen.findByText("Senha errada");
  screen.getByText("Usuário desconhecido");
  const buttons = screen.getAllByRole("button", { name: /^Encerrar a sessão de/ });
  expect(buttons).toHaveLength(1);
  await user.click(buttons[0] as HTMLElement);
  await screen.findByText("Sessão de Caio Duarte encerrada. A janela sai no próximo passo.");
  expect(ended).toEqual([{ id: "s2" }]);
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
});

it("sys_4_whoever_was_put_out_is_told_by_whom", () => {
  answerWith(() => ({}));
  const out = { ...status, state: "signed_out", user: null, signed_out_by: "Ana Duarte" };
  draw(<SignIn status={out as unknown as AppStatus} />);
  screen.getByText(/Ana Duarte encerrou a sua sessão/);
});
