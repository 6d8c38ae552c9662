import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { InactivityFinding, InactivityRule, InactivityRun } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import InactivityPage from "./InactivityPage";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  useRouteQuery: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const rule: InactivityRule = {
  enabled: false,
  months: 12,
  looked_on: null,
  version: 0,
  updated_at: null,
  updated_by: null,
};

const found: InactivityRun = {
  id: "r1",
  state: "found",
  daily: false,
  months: 12,
  as_of: "2026-11-23",
  seen: 1_000,
  found: 2,
  inactivated: 0,
  passed_over: 0,
  restored: 0,
  kept: 0,
  started_at: "2026-11-23T12:00:00Z",
  started_by: "Sílvia Prado",
  applied_at: null,
  applied_by: null,
  undone_at: null,
  undone_by: null,
};

const findings: InactivityFinding[] = [
  { customer_id: "c1", code: 1, name: "Ana Lima", sign: "registered", sign_on: "2024-01-10", state: "found" },
  { customer_id: "c2", code: 2, name: "Bia Reis", sign: "payment", sign_on: "2025-03-07", state: "found" },
];

/** Answers the page; gives what was asked of a command. */
function office(answers: Record<string, unknown>) {
  const asked: [string, unknown][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status")
      return { ...status, user: { ...status.user, permissions: ["customers.inactivity"] } };
    if (command === "inactivity.findings") return findings;
    return command in answers ? answers[command] : {};
  });
  return (command: string) => asked.filter(([name]) => name === command).map(([, request]) => request);
}

const ended = {
  kind: "inactivity",
  title: "",
  state: "done",
  done: 2,
  total: 2,
  result: {},
  started_by_name: "Sílvia Prado",
  started_at: "2026-11-23T12:00:00Z",
  ended_at: "2026-11-23T12:00:01Z",
};

it("cus_7_the_list_is_read_before_anybody_is_set_aside", async () => {
  const requests = office({
    "inactivity.rule": rule,
    "inactivity.runs": [found],
    "inactivity.apply": { id: "j1" },
    "jobs.get": { ...ended, id: "j1" },
  });
  const { container } = draw(
    <main>
      <InactivityPage />
    </main>,
  );
  await screen.findByText(/2 clientes ficaram 12 meses sem sinal de vida, de 1.000 fichas/);
  screen.getByText(/contrato em vigor ou suspenso/);
  await waitFor(() => expect(requests("inactivity.findings")).toHaveLength(1));
  expect(requests("inactivity.apply")).toHaveLength(0);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Inativar 2 clientes" }));
  await waitFor(() => expect(requests("inactivity.apply")).toEqual([{ id: "r1" }]));
});

it("cus_7_a_run_that_was_applied_is_undone_as_a_whole", async () => {
  const done: InactivityRun = {
    ...found,
    state: "done",
    inactivated: 2,
    applied_at: "2026-11-23T12:05:00Z",
    applied_by: "Sílvia Prado",
  };
  const requests = office({
    "inactivity.rule": rule,
    "inactivity.runs": [done],
    "inactivity.undo": { id: "j2" },
    "jobs.get": { ...ended, id: "j2" },
  });
  draw(<InactivityPage />);
  await screen.findByText(/aplicada por Sílvia Prado/);
  fireEvent.click(screen.getByRole("button", { name: "Desfazer: reativar 2 clientes" }));
  await waitFor(() => expect(requests("inactivity.undo")).toEqual([{ id: "r1" }]));
});

it("cus_7_while_a_run_is_under_way_no_other_begins", async () => {
  const requests = office({ "inactivity.rule": rule, "inactivity.runs": [{ ...found, state: "applying" }] });
  draw(<InactivityPage />);
  await screen.findByText(/Inativando: /);
  expect(screen.getByRole("button", { name: /Procurar clientes sem sinal/ })).toHaveProperty(
    "disabled",
    true,
  );
  fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
  expect(requests("inactivity.find")).toHaveLength(0);
});

it("cus_7_the_rule_is_saved_with_the_version_that_was_read", async () => {
  const requests = office({
    "inactivity.rule": { ...rule, version: 3 },
    "inactivity.runs": [],
    "inactivity.set_rule": { ...rule, version: 4 },
  });
  draw(<InactivityPage />);
  await screen.findByText("A base ainda não foi examinada");
  const save = screen.getByRole("button", { name: "Salvar regra" });
  expect(save).toHaveProperty("disabled", true);
  const months = screen.getByLabelText("Meses sem sinal de vida");
  fireEvent.change(months, { target: { value: "2" } });
  await screen.findByText("De 3 a 120 meses.");
  fireEvent.change(months, { target: { value: "18" } });
  fireEvent.click(screen.getByRole("switch"));
  fireEvent.click(save);
  await waitFor(() =>
    expect(requests("inactivity.set_rule")).toEqual([{ enabled: true, months: 18, version: 3 }]),
  );
});
