import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { AnonymisePreview } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import { AnonymiseForm } from "./AnonymiseForm";
import PrivacyCard from "./PrivacyCard";

vi.setConfig({ testTimeout: 30_000 });

const seen: AnonymisePreview = {
  code: 1042,
  name: "Rosa Prado",
  version: 7,
  held: [
    { title_portuguese: "História", title_english: "Timeline", count: 12, touched: true },
    { title_portuguese: "Contratos", title_english: "Contracts", count: 1, touched: false },
  ],
  keeps: [{ reason: "open_receivables", count: 2, until: "2031-12-31" }],
  kept_until: "2031-12-31",
  open_sales: 0,
};

describe("a person's data as a whole", () => {
  it("cus_8_what_goes_and_what_stays_is_seen_and_the_code_is_typed_first", async () => {
    const sent: unknown[] = [];
    answerWith((command, request) => {
      if (command === "app.status") return status;
      if (command === "privacy.preview") return seen;
      sent.push(request);
      return {};
    });
    const done = vi.fn();
    const { container } = draw(<AnonymiseForm customerId="c1" onDone={done} />);
    expect(await screen.findByText("Não há volta")).toBeTruthy();
    expect(screen.getByText("História")).toBeTruthy();
    expect(screen.queryByText("Contratos")).toBeNull();
    expect(screen.getByText("2 títulos em aberto")).toBeTruthy();
    expect(screen.getByText(/ficam até 31\/12\/2031/)).toBeTruthy();
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    const button = screen.getByRole("button", { name: "Anonimizar para sempre" }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText(/Digite o código 1042/), { target: { value: "1042" } });
    fireEvent.change(screen.getByLabelText(/Motivo/), { target: { value: "Pedido por carta" } });
    fireEvent.click(button);
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent).toEqual([
      {
        customer_id: "c1",
        version: 7,
        kept_until: "2031-12-31",
        reason: "Pedido por carta",
        typed_code: "1042",
      },
    ]);
  });

  it("cus_8_a_sale_on_its_way_is_decided_first", async () => {
    answerWith((command) => (command === "app.status" ? status : { ...seen, open_sales: 1 }));
    draw(<AnonymiseForm customerId="c1" onDone={() => {}} />);
    expect(await screen.findByText(/Há 1 venda em andamento/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText(/Digite o código 1042/), { target: { value: "1042" } });
    const button = screen.getByRole("button", { name: "Anonimizar para sempre" }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
  });

  it("cus_8_the_ficha_says_how_far_somebody_was_made_anonymous", async () => {
    const anonymisation = {
      id: "a1",
      customer_id: "c1",
      at: "2026-11-20T12:00:00Z",
      by_name: "Ana Ribeiro",
      reason: "Pedido",
      kept_until: "2031-12-31",
      completed_at: null,
    };
    answerWith((command) => (command === "app.status" ? status : { anonymisation }));
    draw(<PrivacyCard customerId="c1" />);
    expect(await screen.findByText("Anonimizado em parte")).toBeTruthy();
    expect(screen.getByText(/Nome, documento e endereço ficam até 31\/12\/2031/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Anonimizar" })).toBeNull();
  });
});
