import { notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import type { CustomerRow } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import CustomersPage from "./CustomersPage";

vi.setConfig({ testTimeout: 40_000 });
const went = vi.fn();
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: "a",
}));

const row = (at: number): CustomerRow => ({
  id: `c${at}`,
  code: at,
  kind: "person",
  name: `Cliente ${at}`,
  document: null,
  segment: "retail",
  status: "active",
  city: "Campinas",
  uf: "SP",
  phone: null,
  email: null,
  overdue_cents: 0,
  updated_at: "2026-11-23T12:00:00Z",
});

const ended = {
  kind: "",
  title: "",
  done: 2,
  total: 2,
  state: "done",
  started_at: "",
  ended_at: "2026-11-23T12:00:00Z",
};

function office(permissions: string[], refuse?: unknown) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status") return { ...status, user: { ...status.user, permissions } };
    if (command === "customers.list") return { rows: [row(1), row(2), row(3)], total: 3 };
    if (command === "access.colleagues") return [{ id: "u9", name: "Daniela Rocha" }];
    if (command === "customers.change_many" && refuse) throw refuse;
    if (command === "customers.change_many") return { id: "j1" };
    if (command === "customers.undo_many") return { id: "j2" };
    if (command === "jobs.get" && request.id === "j1")
      return { ...ended, id: "j1", result: { passed_over: 1, before: [{ id: "c1", version: 2 }] } };
    if (command === "jobs.get") return { ...ended, id: "j2", result: { restored: 1, kept: 0 } };
    return [];
  });
  return (name: string) => asked.filter(([command]) => command === name).map(([, request]) => request);
}

/** Marks the first two of the list by keyboard. */
async function markTwo() {
  await screen.findByText("Cliente 1");
  fireEvent.focus(screen.getByRole("grid"));
  screen.getByRole("grid").focus();
  await userEvent.keyboard(" {ArrowDown} ");
  await screen.findByText("2 clientes marcados");
}

beforeEach(() => {
  notifications.clean();
  localStorage.clear();
  went.mockClear();
  // jsdom measures nothing; the virtual list needs a window to fill.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
});

it("sys_8_marked_customers_are_changed_together_and_taken_back", async () => {
  const requests = office(["customers.read", "customers.write"]);
  const { container } = draw(<CustomersPage />);
  await markTwo();
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Mudar…" }));
  await userEvent.click(await screen.findByLabelText("Responsável", { selector: "input" }));
  await userEvent.click(await screen.findByText("Daniela Rocha"));
  await userEvent.click(screen.getByRole("button", { name: "Mudar" }));
  await screen.findByText("1 cliente mudado; ficaram como estavam: 1.");
  expect(requests("customers.change_many")).toEqual([
    { ids: ["c1", "c2"], change: { kind: "responsible", user_id: "u9" } },
  ]);
  expect(screen.queryByText("2 clientes marcados")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Desfazer" }));
  await screen.findByText(/1 cliente voltou ao que era/);
  expect(requests("customers.undo_many")).toEqual([
    { job: "j1", reason: "Mudança de vários clientes desfeita" },
  ]);
});

it("cus_7_a_refused_reason_is_told_and_what_was_typed_stays", async () => {
  const issue = { field: "reason", code: "not_meaningful", params: {} };
  office(["customers.read", "customers.write"], { code: "invalid", params: {}, issues: [issue] });
  draw(<CustomersPage />);
  await markTwo();
  await userEvent.click(screen.getByRole("button", { name: "Mudar…" }));
  await userEvent.click(await screen.findByLabelText("O que mudar", { selector: "input" }));
  await userEvent.click(await screen.findByText("Inativar"));
  await userEvent.type(await screen.findByLabelText("Motivo"), "...");
  await userEvent.click(screen.getByRole("button", { name: "Mudar" }));
  await waitFor(() => expect(screen.getByLabelText("Motivo").getAttribute("aria-invalid")).toBe("true"));
  expect((screen.getByLabelText("Motivo") as HTMLTextAreaElement).value).toBe("...");
});

it("cus_7_sal_4_inactivating_many_says_whether_they_replied", async () => {
  const requests = office(["customers.read", "customers.write"]);
  draw(<CustomersPage />);
  await markTwo();
  await userEvent.click(screen.getByRole("button", { name: "Mudar…" }));
  await userEvent.click(await screen.findByLabelText("O que mudar", { selector: "input" }));
  await userEvent.click(await screen.findByText("Inativar"));
  await userEvent.type(await screen.findByLabelText("Motivo"), "Fora da área");
  await userEvent.click(screen.getByRole("checkbox", { name: /Todos responderam/ }));
  await userEvent.click(screen.getByRole("button", { name: "Mudar" }));
  await waitFor(() =>
    expect(requests("customers.change_many")).toEqual([
      {
        ids: ["c1", "c2"],
        change: { kind: "inactivate", reason: "Fora da área", customer_replied: true },
      },
    ]),
  );
});

it("dup_3_marked_customers_are_compared_by_who_may_merge", async () => {
  office(["customers.read", "duplicates.merge"]);
  draw(<CustomersPage />);
  await markTwo();
  expect(screen.queryByRole("button", { name: "Mudar…" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Comparar" }));
  expect(went).toHaveBeenCalledWith("/duplicates/compare?ids=c1,c2");
  await userEvent.click(screen.getByRole("button", { name: "Desmarcar" }));
  await waitFor(() => expect(screen.queryByText(/clientes marcados/)).toBeNull());
});
