import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { AuditEntry } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import AuditPage from "./AuditPage";
import { parts } from "./words";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const entry = (seq: number, label: string): AuditEntry => ({
  seq,
  at: "2026-11-23T12:00:00Z",
  actor_name: "Silvia Prado",
  command: "customers.update",
  entity: "customer",
  entity_id: "c1",
  label,
  kind: "changed",
  fields: [
    { field: "addresses.0.city", before: "Campinas", after: "Santos" },
    { field: "monthly_cents", before: null, after: "14990" },
    { field: "active", before: "true", after: "false" },
    { field: "status", before: "active", after: "inactive" },
  ],
  fields_left_out: 0,
  hash: "abc",
});

it("sys_3_a_place_in_a_record_is_told_in_parts", () => {
  expect(parts("addresses.0.city")).toEqual([
    { name: "addresses", position: 1 },
    { name: "city", position: null },
  ]);
});

it("sys_3_entries_are_read_page_by_page_with_before_and_after_and_the_chain_is_verified", async () => {
  const asked: Record<string, unknown>[] = [];
  answerWith((command, request) => {
    if (command === "access.colleagues") return [{ id: "u1", name: "Silvia Prado" }];
    if (command === "audit.list") {
      asked.push(request);
      return request.before_seq === null
        ? { entries: [entry(9, "Cida Teles")], more: true }
        : { entries: [entry(4, "Outro cliente")], more: false };
    }
    if (command === "audit.verify") return { id: "j1" };
    if (command === "jobs.get")
      return { id: "j1", state: "done", result: { entries: 9, first_broken: 4, broken: 1 } };
    throw new Error(command);
  });
  const { container } = draw(
    <main>
      <AuditPage />
    </main>,
  );
  const user = userEvent.setup();
  await screen.findByRole("heading", { name: "Cida Teles" });
  screen.getByRole("rowheader", { name: "Endereço 1 · Cidade" });
  screen.getByRole("cell", { name: "Santos" });
  screen.getByRole("cell", { name: "não" });
  screen.getByRole("cell", { name: "inativo" });
  expect(container.textContent).toContain("149,90");
  await user.click(screen.getByRole("button", { name: "Mostrar mais antigas" }));
  await user.click(await screen.findByRole("button", { name: /Outro cliente/ }));
  screen.getByRole("heading", { name: "Outro cliente" });
  expect(asked.map((request) => request.before_seq)).toEqual([null, 9]);
  await user.click(screen.getByRole("button", { name: "Verificar integridade" }));
  await screen.findByText("Um registro não confere: o de número 4. Foram verificados 9.");
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
});
