import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { answerWith, status } from "@/test/render";
import { App } from "./App";

type Refusal = { code: string; params?: object; issues?: object[] };

/** An application in `state` that accepts or refuses what it is asked. */
function office(state: string, refusals: Record<string, Refusal> = {}) {
  const calls: [string, unknown][] = [];
  let now = { ...status, state };
  const after: Record<string, string> = {
    "access.sign_in": "signed_in",
    "access.create_first_administrator": "signed_in",
    "access.unlock": "signed_in",
    "access.lock": "locked",
    "access.sign_out": "signed_out",
  };
  answerWith((command, request) => {
    if (command === "app.status") return now;
    calls.push([command, request]);
    const refusal = refusals[command];
    if (refusal) throw refusal;
    now = { ...now, state: after[command] ?? now.state };
    return now;
  });
  return calls;
}

/** What was asked of the door itself, leaving out what the screens behind it read. */
function ofAccess(calls: [string, unknown][]): [string, unknown][] {
  return calls.filter(([command]) => command.startsWith("access."));
}

async function violations(): Promise<string[]> {
  const report = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return report.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
}

beforeEach(() => {
  localStorage.clear();
  window.location.hash = "";
  setLanguage("pt-BR");
});

describe("the way in", () => {
  it("sys_4_first_start_creates_the_administrator_and_shows_every_refused_field", async () => {
    const calls = office("needs_administrator", {
      "access.create_first_administrator": {
        code: "invalid",
        issues: [
          { field: "company_name", code: "required" },
          { field: "password", code: "too_short", params: { min: 10 } },
          { field: "elsewhere", code: "required" },
        ],
      },
    });
    render(<App />);
    await userEvent.type(await screen.findByLabelText("CNPJ ou CPF da empresa"), "12abc34501de35");
    await userEvent.type(screen.getByLabelText("Seu nome"), "Wanda");
    await userEvent.click(screen.getByRole("button", { name: "Criar e entrar" }));
    expect(await screen.findByText(/pelo menos 10 caracteres/)).toBeTruthy();
    expect(screen.getByLabelText("Nome da empresa").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("alert").textContent).toBe("Preencha este campo.");
    expect(screen.getByLabelText<HTMLInputElement>("Seu nome").value).toBe("Wanda");
    expect(calls[0]?.[1]).toMatchObject({ name: "Wanda", company_document: "12ABC34501DE35" });
    expect(await violations()).toEqual([]);
  });

  it("sys_4_signing_in_counts_down_the_wait_and_then_allows_another_try", async () => {
    const calls = office("signed_out", {
      "access.sign_in": { code: "unauthenticated", params: { retry_in_seconds: 2 } },
    });
    render(<App />);
    await userEvent.type(await screen.findByLabelText("Usuário"), "wanda");
    await userEvent.type(screen.getByLabelText("Senha"), "errada{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("Usuário ou senha não conferem.");
    const button = screen.getByRole<HTMLButtonElement>("button", { name: /Aguarde/ });
    expect(button.disabled).toBe(true);
    await userEvent.type(screen.getByLabelText("Senha"), "{Enter}");
    expect(ofAccess(calls)).toHaveLength(1);
    expect(await screen.findByRole("button", { name: "Entrar" }, { timeout: 4000 })).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("sys_4_signing_in_opens_the_application", async () => {
    const calls = office("signed_out");
    render(<App />);
    await userEvent.type(await screen.findByLabelText("Usuário"), "wanda");
    await userEvent.type(screen.getByLabelText("Senha"), "certa e longa{Enter}");
    expect(await screen.findByRole("navigation")).toBeTruthy();
    expect(ofAccess(calls)).toEqual([["access.sign_in", { username: "wanda", password: "certa e longa" }]]);
  });

  it("sys_4_a_lock_hides_the_screens_and_keeps_them", async () => {
    office("signed_in");
    render(<App />);
    const navigation = await screen.findByRole("navigation");
    await userEvent.click(screen.getByRole("button", { name: "WA: Menu de Wanda Araújo" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Bloquear" }));
    expect(await screen.findByText("Sessão bloqueada")).toBeTruthy();
    expect(navigation.closest("[hidden]")).not.toBeNull();
    expect(navigation.closest("[inert]")).not.toBeNull();
    expect(screen.queryByRole("dialog")).toBeNull();
    await userEvent.type(screen.getByLabelText("Senha"), "certa{Enter}");
    await waitFor(() => expect(navigation.closest("[hidden]")).toBeNull());
    expect(document.contains(navigation)).toBe(true);
  });

  it("sys_4_the_window_locks_itself_when_left_alone", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const calls = office("signed_in");
      render(<App />);
      await screen.findByRole("navigation");
      await act(() => vi.advanceTimersByTimeAsync(14 * 60_000));
      expect(ofAccess(calls)).toEqual([]);
      fireEvent.pointerMove(window);
      fireEvent.pointerMove(window);
      // The application keeps its own clock, so it is told once that the person is there.
      await act(() => vi.advanceTimersByTimeAsync(14 * 60_000));
      expect(ofAccess(calls).map(([command]) => command)).toEqual(["access.touch"]);
      await act(() => vi.advanceTimersByTimeAsync(2 * 60_000));
      expect(ofAccess(calls).map(([command]) => command)).toEqual(["access.touch", "access.lock"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("says_when_the_application_does_not_answer", async () => {
    answerWith(() => {
      throw { code: "internal", params: { id: "7f3a" } };
    });
    render(<App />);
    expect((await screen.findByRole("alert")).textContent).toContain("7f3a");
  });
});

describe("the shell", () => {
  it("greets_and_has_no_accessibility_violation", async () => {
    office("signed_in");
    render(<App />);
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toMatch(/^Bo[am].*, Wanda$/);
    expect(screen.getByText(/SQLite/).textContent).toBe("SQLite · conectado");
    expect(await violations()).toEqual([]);
  });

  it("sys_7_the_language_changes_at_once_and_is_remembered", async () => {
    office("signed_in");
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "WA: Menu de Wanda Araújo" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "English" }));
    expect(await screen.findByRole("button", { name: "WA: Menu of Wanda Araújo" })).toBeTruthy();
    expect(document.documentElement.lang).toBe("en");
    expect(localStorage.getItem("rg.language")).toBe('"en"');
  });

  it("the_question_mark_lists_the_shortcuts_but_not_while_typing", async () => {
    office("signed_in");
    render(<App />);
    await screen.findByRole("navigation");
    const field = document.createElement("input");
    document.body.append(field);
    field.focus();
    await userEvent.keyboard("?");
    expect(screen.queryByRole("dialog")).toBeNull();
    field.remove();
    await userEvent.keyboard("?");
    const dialog = await screen.findByRole("dialog", { name: "Atalhos do teclado" });
    expect(dialog.textContent).toContain("Ctrl K");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("an_unknown_address_offers_the_way_back", async () => {
    office("signed_in");
    window.location.hash = "#/nowhere";
    render(<App />);
    expect(await screen.findByText("Esta página não existe")).toBeTruthy();
    await userEvent.click(screen.getByRole("link", { name: "Voltar ao início" }));
    expect(await screen.findByRole("heading", { level: 1 })).toBeTruthy();
  });

  it("a_session_that_ended_elsewhere_leads_to_the_sign_in_screen", async () => {
    office("signed_in", { "access.lock": { code: "unauthenticated" } });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "WA: Menu de Wanda Araújo" }));
    answerWith((command) => {
      if (command === "app.status") return { ...status, state: "signed_out", user: null };
      throw { code: "unauthenticated" };
    });
    await userEvent.click(await screen.findByRole("menuitem", { name: "Bloquear" }));
    expect(await screen.findByLabelText("Usuário")).toBeTruthy();
  });
});
