import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { ContractDetail } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import ContractsCard from "./ContractsCard";

vi.setConfig({ testTimeout: 30_000 });

const contract: ContractDetail = {
  id: "k1",
  customer_id: "c1",
  plan: "Fibra 600",
  due_day: 10,
  monthly_cents: 14_990,
  signed_on: "2025-11-20",
  status: "active",
  version: 3,
  updated_at: "2026-11-23T12:00:00Z",
  updated_by: "Sílvia Prado",
};

function office(contracts: ContractDetail[], refuse: Record<string, object> = {}) {
  const asked: [string, unknown][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (refuse[command]) throw refuse[command];
    if (command === "app.status") return status;
    return command === "contracts.of_customer" ? contracts : contract;
  });
  return (command: string) => asked.filter(([name]) => name === command).map(([, request]) => request);
}

async function choose(action: string) {
  fireEvent.click(await screen.findByRole("button", { name: "Ações do contrato Fibra 600" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: action }));
}

it("a_contract_is_suspended_with_its_reason", async () => {
  const requests = office([contract]);
  const { container } = draw(<ContractsCard customerId="c1" />);
  await choose("Suspender");
  fireEvent.change(await screen.findByLabelText("Motivo"), { target: { value: "Obras na rua" } });
  const { violations } = await axe.run(container, {
    rules: { region: { enabled: false }, "color-contrast": { enabled: false } },
  });
  expect(violations.map((violation) => violation.id)).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Suspender" }));
  await waitFor(() =>
    expect(requests("contracts.set_status")).toEqual([
      { id: "k1", version: 3, status: "suspended", reason: "Obras na rua" },
    ]),
  );
});

it("sys_2_a_change_that_comes_late_reads_the_contract_again_and_keeps_what_was_typed", async () => {
  const conflict = { code: "conflict", params: { by: "Ana", at: "2026-11-23T12:00:00Z" } };
  const requests = office([contract], { "contracts.change": conflict });
  draw(<ContractsCard customerId="c1" />);
  await choose("Alterar");
  fireEvent.change(await screen.findByLabelText("Plano"), { target: { value: "Fibra 800" } });
  fireEvent.change(screen.getByLabelText("Motivo"), { target: { value: "Pediu mais velocidade" } });
  fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(requests("contracts.of_customer").length).toBeGreaterThan(1));
  expect(requests("contracts.change")).toEqual([
    {
      id: "k1",
      version: 3,
      plan: "Fibra 800",
      due_day: 10,
      monthly_cents: 14_990,
      reason: "Pediu mais velocidade",
    },
  ]);
  expect(screen.getByLabelText("Plano")).toHaveProperty("value", "Fibra 800");
});

it("what_has_ended_offers_nothing", async () => {
  office([{ ...contract, status: "ended" }]);
  draw(<ContractsCard customerId="c1" />);
  await screen.findByText("encerrado");
  expect(screen.queryByRole("button", { name: /Ações do contrato/ })).toBeNull();
});
