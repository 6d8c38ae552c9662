import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { OptOut, OptOuts } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import MessagesCard from "./MessagesCard";
import { Refusals } from "./Refusals";

vi.setConfig({ testTimeout: 30_000 });

const said: OptOut = {
  id: "o1",
  purpose: "offers",
  refused: true,
  origin: "phone",
  said_on: "2026-11-20",
  note: "Pediu ao telefone.",
  at: "2026-11-20T12:00:00Z",
  by_name: "Caio Menezes",
};

const known: OptOuts = {
  purposes: [
    { purpose: "offers", refused: true, last: said },
    { purpose: "price_adjustments", refused: false, last: null },
    { purpose: "letters", refused: false, last: null },
    { purpose: "surveys", refused: false, last: null },
  ],
  history: [said],
};

describe("what a customer wants to receive", () => {
  it("cus_8_the_ficha_says_what_is_refused_and_that_collection_is_not", async () => {
    answerWith((command) => (command === "app.status" ? status : known));
    const { container } = draw(<MessagesCard customerId="c1" />);
    expect(await screen.findByText("recusou em 20/11/2026")).toBeTruthy();
    expect(screen.getAllByText("aceita")).toHaveLength(3);
    expect(screen.getByText("sempre")).toBeTruthy();
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });

  it("cus_8_what_is_refused_is_offered_again_and_sent_with_day_and_origin", async () => {
    const sent: unknown[] = [];
    answerWith((command, request) => {
      if (command === "app.status") return status;
      sent.push(request);
      return known;
    });
    const done = vi.fn();
    draw(<Refusals customerId="c1" optOuts={known} mayRecord onDone={done} />);
    expect(await screen.findByText(/Cobrança não pode ser recusada/)).toBeTruthy();
    expect(screen.getByText("Não quer mais: Ofertas")).toBeTruthy();
    fireEvent.change(screen.getByLabelText(/Quando disse/), { target: { value: "21/11/2026" } });
    fireEvent.click(screen.getByRole("button", { name: "Registrar" }));
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent).toEqual([
      {
        customer_id: "c1",
        purpose: "offers",
        refused: false,
        origin: "phone",
        said_on: "2026-11-21",
        note: "",
      },
    ]);
  });
});
