import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CustomerInput, Ficha } from "@/bindings";
import { useSession } from "@/shared/session";
import { answerWith, draw, status } from "@/test/render";
import { Composer } from "./Composer";
import { EditCustomer } from "./CustomerForm";
import { toInput } from "./input";

const ficha: Ficha = {
  customer: {
    id: "c1",
    code: 20117,
    kind: "company",
    name: "Panificadora Trigo Bom Ltda",
    trade_name: "",
    document: null,
    birth_date: null,
    mother_name: "",
    contact_name: "Sônia Prado",
    segment: "corporate",
    status: "active",
    status_reason: "",
    responsible_id: null,
    merged_into: null,
    created_at: "2021-03-01T12:00:00Z",
    created_by: "Caio",
    version: 3,
    updated_at: "2026-11-20T12:00:00Z",
    updated_by: "Caio",
  },
  responsible_name: null,
  contact_points: [{ id: "p1", kind: "email", value: "compras@trigobom.com.br", label: "" }],
  addresses: [],
  contracts: [],
  alerts: {
    overdue_count: 0,
    overdue_cents: 0,
    overdue_since: null,
    open_disputes: 0,
    appointment: null,
    duplicate: null,
    problem: null,
  },
  open_receivables: [],
};

const theirs: CustomerInput = { ...toInput(ficha), name: "Trigo Bom Panificadora Ltda", contact_name: "Rui" };

const conflict = {
  code: "conflict",
  params: { by: "Caio Menezes", at: "2026-11-23T12:00:00Z", current: { version: 4, input: theirs } },
  issues: [],
};

/** Screens stand behind the sign-in: whose drafts they keep is known before they are drawn. */
function SignedIn({ children }: { children: ReactNode }) {
  return useSession().user === null ? null : children;
}

type Sent = { version: number; input: CustomerInput };

/** A ficha that somebody else saved as version 4 meanwhile. */
function changedMeanwhile(): Sent[] {
  const sent: Sent[] = [];
  answerWith((command, request) => {
    if (command === "app.status") return status;
    if (command === "access.colleagues" || command === "duplicates.similar") return [];
    if (command !== "customers.update") throw new Error(command);
    const update = request as unknown as Sent;
    sent.push(update);
    if (update.version !== 4) throw conflict;
    return { customer: ficha.customer, waiting: null };
  });
  return sent;
}

async function typeNameAndSave(name: string): Promise<void> {
  const field = await screen.findByLabelText(/Razão social/);
  fireEvent.change(field, { target: { value: name } });
  fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
  await screen.findByText(/Caio Menezes salvou/);
}

beforeEach(() => localStorage.clear());

describe("two people save the same ficha", () => {
  it("sys_2_my_choice_is_saved_on_top_of_the_other_s_version_and_their_rest_stays", async () => {
    const sent = changedMeanwhile();
    const done = vi.fn();
    const { container } = draw(
      <SignedIn>
        <EditCustomer ficha={ficha} onDone={done} />
      </SignedIn>,
    );
    await typeNameAndSave("Trigo Bom");
    expect(screen.getByText("Trigo Bom")).toBeTruthy();
    expect(screen.getByText("Trigo Bom Panificadora Ltda")).toBeTruthy();
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent.map(({ version }) => version)).toEqual([3, 4]);
    expect(sent[1]?.input).toMatchObject({ name: "Trigo Bom", contact_name: "Rui" });
  });

  it("sys_2_the_other_s_version_can_be_taken_whole", async () => {
    const sent = changedMeanwhile();
    const done = vi.fn();
    draw(
      <SignedIn>
        <EditCustomer ficha={ficha} onDone={done} />
      </SignedIn>,
    );
    await typeNameAndSave("Trigo Bom");
    fireEvent.click(screen.getByRole("button", { name: "Ficar com a outra" }));
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(done).toHaveBeenCalled());
    expect(sent[1]?.input).toEqual(theirs);
  });

  it("sys_2_what_was_typed_is_there_again_after_leaving_in_the_middle", async () => {
    changedMeanwhile();
    const { unmount } = draw(
      <SignedIn>
        <EditCustomer ficha={ficha} onDone={() => {}} />
      </SignedIn>,
    );
    await typeNameAndSave("Trigo Bom");
    unmount();
    draw(
      <SignedIn>
        <EditCustomer ficha={ficha} onDone={() => {}} />
      </SignedIn>,
    );
    expect(await screen.findByDisplayValue("Trigo Bom")).toBeTruthy();
  });
});

describe("composer", () => {
  it("cus_1_cus_3_a_contact_is_sent_with_its_reason_answer_and_link", async () => {
    const sent: unknown[] = [];
    answerWith((command, request) => {
      if (command === "app.status") return status;
      sent.push([command, request]);
      return {};
    });
    const user = userEvent.setup();
    draw(
      <SignedIn>
        <Composer customerId="c1" field={{ current: null }} />
      </SignedIn>,
    );
    const text = await screen.findByLabelText("Registrar contato");
    fireEvent.change(text, { target: { value: "Pediu câmera para a loja nova" } });
    expect(screen.queryByLabelText("Link da conversa")).toBeNull();
    await user.click(screen.getByRole("button", { name: "WhatsApp" }));
    fireEvent.change(screen.getByLabelText("Link da conversa"), { target: { value: "https://wa.me/1" } });
    await user.click(screen.getByRole("button", { name: "Não atendeu" }));
    fireEvent.keyDown(text, { key: "Enter", ctrlKey: true });
    expect(await screen.findByText("Escolha o motivo.")).toBeTruthy();
    expect(sent).toEqual([]);
    await user.click(screen.getByRole("combobox", { name: "Motivo" }));
    await user.click(await screen.findByRole("option", { name: "venda", hidden: true }));
    fireEvent.keyDown(text, { key: "Enter", ctrlKey: true });
    const request = {
      customer_id: "c1",
      text: "Pediu câmera para a loja nova",
      channel: "whatsapp",
      reason: "sale",
      answered: false,
      link: "https://wa.me/1",
    };
    await waitFor(() => expect(sent).toEqual([["customers.log_contact", request]]));
  });
});
