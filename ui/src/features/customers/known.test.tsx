import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { useSession } from "@/shared/session";
import { answerWith, draw, status } from "@/test/render";
import { NewCustomer } from "./CustomerForm";

const { went } = vi.hoisted(() => ({ went: vi.fn() }));
vi.mock("@/shared/nav", async (original) => ({ ...(await original<object>()), useGo: () => went }));

/** Screens stand behind the sign-in: whose drafts they keep is known before they are drawn. */
function SignedIn({ children }: { children: ReactNode }) {
  return useSession().user === null ? null : children;
}

const refusal = {
  code: "invalid",
  params: {},
  issues: [
    {
      field: "document",
      code: "document_known",
      params: { id: "c7", code: "1041", name: "Aparecida Teles" },
    },
  ],
};

/** Another ficha has the document; who names it may save. */
function documentKnown() {
  const sent: { name: string; accepted_suspects: string[] }[] = [];
  answerWith((command, request) => {
    if (command === "app.status") return status;
    if (command !== "customers.create") return [];
    const asked = request as unknown as (typeof sent)[number];
    sent.push(asked);
    if (!asked.accepted_suspects.includes("c7")) throw refusal;
    return { id: "c8", code: 1042, name: asked.name };
  });
  return sent;
}

beforeEach(() => {
  localStorage.clear();
  went.mockClear();
});

it("dup_1_a_known_document_is_saved_only_by_a_second_step", async () => {
  const sent = documentKnown();
  const created = vi.fn();
  const { container } = draw(
    <SignedIn>
      <NewCustomer onCreated={created} onCancel={() => {}} />
    </SignedIn>,
  );
  fireEvent.change(await screen.findByLabelText(/^Nome( \*)?$/), { target: { value: "Cida Teles" } });
  fireEvent.click(screen.getByRole("button", { name: "Cadastrar" }));
  await screen.findByText("1041 Aparecida Teles");
  screen.getByText("Este documento já está na ficha 1041 Aparecida Teles.");
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
  expect(created).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Salvar mesmo assim" }));
  await waitFor(() => expect(created).toHaveBeenCalled());
  expect(sent.map((request) => request.accepted_suspects)).toEqual([[], ["c7"]]);
});

it("dup_1_the_existing_ficha_is_opened_and_what_was_typed_is_kept", async () => {
  documentKnown();
  const { unmount } = draw(
    <SignedIn>
      <NewCustomer onCreated={() => {}} onCancel={() => {}} />
    </SignedIn>,
  );
  fireEvent.change(await screen.findByLabelText(/^Nome( \*)?$/), { target: { value: "Cida Teles" } });
  fireEvent.click(screen.getByRole("button", { name: "Cadastrar" }));
  fireEvent.click(await screen.findByRole("button", { name: "Abrir ficha existente" }));
  expect(went).toHaveBeenCalledWith("/customers/c7");
  unmount();
  draw(
    <SignedIn>
      <NewCustomer onCreated={() => {}} onCancel={() => {}} />
    </SignedIn>,
  );
  expect(await screen.findByDisplayValue("Cida Teles")).toBeTruthy();
});
