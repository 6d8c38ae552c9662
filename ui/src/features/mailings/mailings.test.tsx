import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { MessageState, OutboxMessage } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import AccountPage from "./AccountPage";
import { MessageActions } from "./MessageActions";

vi.setConfig({ testTimeout: 30_000 });

const row = (state: MessageState): OutboxMessage["row"] => ({
  id: "m1",
  customer_id: null,
  recipient_name: "João",
  recipient_address: "joao@exemplo.com.br",
  subject: "Orçamento",
  purpose: "quote",
  state,
  reason: "answer_lost",
  server_reply: "",
  attempts: 1,
  queued_at: "2026-11-23T12:00:00Z",
  queued_by: "Caio",
  next_attempt_at: "2026-11-23T12:00:00Z",
  sent_at: null,
});

function signedInAs(permissions: string[], asked: [string, unknown][] = []) {
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status") return { ...status, user: { ...status.user, permissions } };
    if (command === "mailings.account") return { account: null, has_password: false, secrets: "file" };
    return row("queued");
  });
  return asked;
}

describe("mailings", () => {
  it("mai_3_sending_again_what_is_in_doubt_asks_first", async () => {
    const asked = signedInAs(["mailings.manage"]);
    draw(<MessageActions row={row("in_doubt")} />);
    await userEvent.click(await screen.findByRole("button", { name: /enviar de novo/i }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("duas vezes");
    expect(asked.some(([command]) => command === "mailings.settle")).toBe(false);
    const again = [...dialog.querySelectorAll("button")].find((found) =>
      /enviar de novo/i.test(found.textContent ?? ""),
    );
    await userEvent.click(again as HTMLElement);
    await waitFor(() =>
      expect(asked).toContainEqual(["mailings.settle", { id: "m1", decision: "send_again" }]),
    );
  });

  it("mai_3_nothing_can_be_done_to_a_message_that_left", async () => {
    signedInAs(["mailings.manage"]);
    draw(<MessageActions row={row("sent")} />);
    await new Promise((later) => setTimeout(later, 50));
    expect(screen.queryByRole("button", { name: /enviar|tentar|cancelar|descartar|marcar/i })).toBeNull();
  });

  it("mai_4_the_account_screen_is_accessible_and_sends_no_password_that_was_not_typed", async () => {
    const asked = signedInAs(["mailings.account"]);
    const { container } = draw(<AccountPage />);
    await userEvent.type(await screen.findByLabelText("Servidor"), "smtp.acme.com.br");
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await waitFor(() => expect(asked.some(([command]) => command === "mailings.save_account")).toBe(true));
    const saved = asked.find(([command]) => command === "mailings.save_account")?.[1];
    expect(saved).toMatchObject({ host: "smtp.acme.com.br", port: 587, password: null, version: 0 });
  });
});
