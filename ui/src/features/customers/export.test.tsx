import { notifications } from "@mantine/notifications";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CustomerRow, Job } from "@/bindings";
import { draw, status } from "@/test/render";
import CustomersPage from "./CustomersPage";

vi.setConfig({ testTimeout: 40_000 });
vi.mock("@/shared/nav", () => ({
  useGo: () => () => {},
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: "a",
}));

const row: CustomerRow = {
  id: "c1",
  code: 7,
  kind: "person",
  name: "Ana Lima",
  document: null,
  segment: "retail",
  status: "active",
  city: "Campinas",
  uf: "SP",
  phone: null,
  email: null,
  overdue_cents: 0,
  updated_at: "2026-11-23T12:00:00Z",
};

const running: Job = {
  id: "j1",
  kind: "export_customers",
  state: "running",
  title: "minha lista.csv",
  done: 2_000,
  total: 3_000,
  result: null,
  started_by_name: "Wanda",
  started_at: "2026-11-23T12:00:00Z",
  ended_at: null,
};

let visit = 0;
let job: Job = running;

interface Play {
  permissions?: string[];
  file?: string | null;
  refuse?: unknown;
}

/** The list as a person of their own sees it; gives what was asked of the application. */
function play({ permissions = ["customers.export"], file = "/casa/minha lista.csv", refuse }: Play = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  visit += 1;
  const user = { ...status.user, id: `u${visit}`, permissions };
  const answer = (command: string) => {
    if (command === "app.status") return { ...status, user };
    if (command === "customers.list") return { rows: [row], total: 1 };
    if (command === "customers.export") {
      if (refuse) throw refuse;
      return { id: "j1" };
    }
    if (command === "jobs.get") return job;
    if (command === "jobs.cancel") return {};
    throw new Error(command);
  };
  const invoke = async (door: string, args: { command: string; request: Record<string, unknown> }) => {
    if (door === "save_file") return file;
    asked.push([args.command, args.request]);
    return answer(args.command);
  };
  Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
  return { asked, ...draw(<CustomersPage />) };
}

const exported = (asked: [string, Record<string, unknown>][]) =>
  asked.filter(([command]) => command === "customers.export").map(([, request]) => request);

async function press() {
  const button = await screen.findByRole("button", { name: "Exportar" });
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
  await userEvent.click(button);
}

beforeEach(() => {
  notifications.clean();
  localStorage.clear();
  job = running;
});

describe("the list of customers to a file", () => {
  it("sys_5_what_is_shown_is_asked_for_with_titles_and_words_and_its_progress_is_seen", async () => {
    const { asked, container } = play();
    await userEvent.type(await screen.findByLabelText("Procurar na lista"), "ana");
    await userEvent.click(screen.getByRole("button", { name: "Ativo" }));
    await press();
    expect(await screen.findByText("2.000 de 3.000 clientes em minha lista.csv")).toBeTruthy();
    const [request] = exported(asked);
    expect(request).toMatchObject({
      file: "/casa/minha lista.csv",
      filter: { text: "ana", status: "active", sort: "relevance", descending: false },
      labels: { active: "Ativo", corporate: expect.any(String) },
    });
    const titles = ((request?.columns ?? []) as { column: string; title: string }[]).slice(0, 3);
    expect(titles).toEqual([
      { column: "code", title: "Código" },
      { column: "name", title: "Nome" },
      { column: "document", title: "CPF/CNPJ" },
    ]);
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    job = { ...running, state: "done", result: { rows: 3_000 }, ended_at: "2026-11-23T12:00:09Z" };
    expect(await screen.findByText("3.000 clientes gravados em minha lista.csv.")).toBeTruthy();
    expect(screen.queryByText(/de 3.000 clientes em/)).toBeNull();
  });

  it("sys_5_it_is_cancelled_from_where_its_progress_stands_also_after_coming_back", async () => {
    const { asked, unmount } = play();
    await press();
    await screen.findByText(/2.000 de 3.000/);
    unmount();
    visit -= 1;
    const again = play();
    await userEvent.click(await screen.findByRole("button", { name: "Cancelar exportação" }));
    expect(asked.filter(([command]) => command === "jobs.cancel")).toEqual([]);
    await waitFor(() => expect(again.asked).toContainEqual(["jobs.cancel", { id: "j1" }]));
    job = { ...running, state: "cancelled", result: { rows: 0 }, ended_at: "2026-11-23T12:00:09Z" };
    expect(await screen.findByText(/Nenhum arquivo foi gravado/)).toBeTruthy();
  });

  it("sys_5_a_refusal_says_what_to_do", async () => {
    const issue = { field: "file", code: "too_many_rows", params: { max: "1.048.575", found: "2.000.000" } };
    play({ refuse: { code: "invalid", params: {}, issues: [issue] } });
    await press();
    expect(await screen.findByText(/tem lugar para 1.048.575 clientes e a lista tem 2.000.000/)).toBeTruthy();
  });

  it("sys_5_a_file_that_could_not_be_written_is_told_at_the_end", async () => {
    const result = { code: "unavailable", params: { reason: "file_not_written" }, issues: [] };
    job = { ...running, state: "failed", result, ended_at: "2026-11-23T12:00:09Z" };
    play();
    await press();
    expect(
      await screen.findByText(/não foi possível gravar o arquivo; confira se a pasta existe/),
    ).toBeTruthy();
  });

  it("sys_5_giving_up_in_the_dialog_asks_for_nothing_and_without_the_right_there_is_no_button", async () => {
    const { asked, unmount } = play({ file: null });
    await press();
    await act(async () => {});
    expect(exported(asked)).toEqual([]);
    unmount();
    play({ permissions: [] });
    await screen.findByText("1 cliente");
    expect(screen.queryByRole("button", { name: "Exportar" })).toBeNull();
  });
});
