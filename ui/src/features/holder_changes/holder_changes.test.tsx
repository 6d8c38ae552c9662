import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { HolderChange } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import HolderChangesPage from "./HolderChangesPage";
import { WaitingBanner } from "./WaitingBanner";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const change: HolderChange = {
  id: "h1",
  customer_id: "c1",
  customer_code: 20117,
  customer_name: "Rosa Prado",
  state: "waiting",
  requester_name: "Bia Prado",
  requester_relation: "filha",
  fields: [
    { field: "name", before: "Rosa Prado", after: "Rosa Lima", before_name: "", after_name: "" },
    { field: "birth_date", before: "", after: "1970-03-02", before_name: "", after_name: "" },
  ],
  copy_sent_to: "contato@acme.com.br",
  copy_to_holder: false,
  asked_at: "2026-11-20T12:00:00Z",
  asked_by: "Caio Menezes",
  channel: null,
  note: "",
  decided_at: null,
  decided_by: null,
  version: 2,
  updated_at: "2026-11-20T12:00:00Z",
  updated_by: "Caio Menezes",
};

const movedOn = {
  code: "conflict",
  params: {
    by: "Daniela Reis",
    at: "2026-11-23T12:00:00Z",
    current: { version: 7, input: { name: "Rosa Dias" }, fields: ["name"] },
  },
  issues: [],
};

describe("changes that wait for the holder", () => {
  it("cus_9_the_ficha_shows_before_and_after_and_who_asked", async () => {
    answerWith((command) => {
      if (command === "app.status") return status;
      return [change, { ...change, id: "h0", state: "refused" }];
    });
    const { container } = draw(<WaitingBanner customerId="c1" mayAnswer />);
    await screen.findByText("Mudanças esperando a confirmação do titular");
    expect(screen.getByText("Rosa Lima")).toBeTruthy();
    expect(screen.getByText("02/03/1970")).toBeTruthy();
    expect(screen.getByText(/Pedido por Bia Prado \(filha\)/)).toBeTruthy();
    expect(screen.getByText(/A ficha não tem e-mail/)).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "Titular confirmou" })).toHaveLength(1);
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });

  it("cus_9_sys_2_over_what_was_saved_meanwhile_the_answer_is_given_twice", async () => {
    const sent: unknown[] = [];
    answerWith((command, request) => {
      if (command === "app.status") return status;
      if (command === "holder_changes.of_customer") return [change];
      sent.push(request);
      if (sent.length === 1) throw movedOn;
      return { ...change, state: "confirmed" };
    });
    draw(<WaitingBanner customerId="c1" mayAnswer />);
    fireEvent.click(await screen.findByRole("button", { name: "Titular confirmou" }));
    fireEvent.change(await screen.findByLabelText(/O que o titular disse/), {
      target: { value: "Liguei e confirmou" },
    });
    fireEvent.click(screen.getByRole("button", { name: "Aplicar a mudança" }));
    await screen.findByText(/Daniela Reis mudou a ficha/);
    expect(screen.getByText("Rosa Dias")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Aplicar por cima" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[0]).toMatchObject({ id: "h1", version: 2, channel: "phone", link: "" });
    expect(sent[1]).toMatchObject({ text: "Liguei e confirmou", over_version: 7 });
  });

  it("cus_9_those_who_may_not_answer_only_read_and_an_empty_list_says_so", async () => {
    answerWith((command) => {
      if (command === "app.status") return status;
      if (command === "holder_changes.of_customer") return [change];
      return { items: [], total: 0 };
    });
    const { unmount } = draw(<WaitingBanner customerId="c1" mayAnswer={false} />);
    await screen.findByText("Rosa Lima");
    expect(screen.queryByRole("button", { name: "Titular confirmou" })).toBeNull();
    unmount();
    draw(<HolderChangesPage />);
    expect(await screen.findByText("Ninguém à espera")).toBeTruthy();
  });
});
