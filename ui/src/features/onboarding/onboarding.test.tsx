import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { Onboarding, OnboardingDetail } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import CustomerWelcome from "./CustomerWelcome";
import OnboardingPage from "./OnboardingPage";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const onboarding: Onboarding = {
  id: "o1",
  customer_id: "c1",
  customer_code: 1042,
  customer_name: "Aparecida Teles",
  registration_id: null,
  cause: "merged",
  done: 1,
  opened_at: "2026-11-20T12:00:00Z",
  opened_by: "Wagner Assis",
  completed_at: null,
  version: 2,
  updated_at: "2026-11-20T12:00:00Z",
  updated_by: "Wagner Assis",
};

const detail: OnboardingDetail = {
  onboarding,
  steps: ["told_of_duplicate", "ficha_to_keep"],
  marks: [
    {
      step: "told_of_duplicate",
      note: "por telefone",
      done_at: "2026-11-20T13:00:00Z",
      done_by: "Wagner Assis",
    },
  ],
};

function office(refuse: Record<string, unknown> = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (refuse[command]) throw refuse[command];
    if (command === "app.status")
      return {
        ...status,
        user: { ...status.user, permissions: ["customers.read", "customers.contact"] },
      };
    if (command === "onboarding.list") return { open: 1, completed: 0, items: [{ onboarding, steps: 10 }] };
    if (command === "onboarding.of_customer")
      return [{ onboarding: { ...onboarding, completed_at: "2026-11-21T12:00:00Z" }, steps: 10 }];
    return detail;
  });
  return asked;
}

async function accessible(container: HTMLElement) {
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

describe("onboarding", () => {
  it("reg_9_a_step_is_noted_with_what_came_of_it", async () => {
    const asked = office();
    const { container } = draw(
      <main>
        <OnboardingPage />
      </main>,
    );
    const note = await screen.findByLabelText("Anotação: Ficha que o cliente quer manter");
    await accessible(container);
    fireEvent.change(note, { target: { value: "1042" } });
    fireEvent.click(screen.getByLabelText("Ficha que o cliente quer manter"));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "onboarding.mark",
        { id: "o1", version: 2, step: "ficha_to_keep", done: true, note: "1042" },
      ]),
    );
  });

  it("reg_9_what_is_refused_stands_beside_its_step_and_nothing_typed_is_lost", async () => {
    office({
      "onboarding.mark": {
        code: "invalid",
        params: {},
        issues: [{ field: "note", code: "says_nothing", params: {} }],
      },
    });
    draw(<OnboardingPage />);
    const note = await screen.findByLabelText<HTMLInputElement>("Anotação: Ficha que o cliente quer manter");
    fireEvent.change(note, { target: { value: "..." } });
    fireEvent.click(screen.getByLabelText("Ficha que o cliente quer manter"));
    expect(await screen.findByText("Escreva algo que diga alguma coisa.")).toBeTruthy();
    expect(note.value).toBe("...");
  });

  it("reg_9_after_a_merge_it_begins_from_the_ficha", async () => {
    const asked = office();
    const { container } = draw(<CustomerWelcome customerId="c1" />);
    const begin = await screen.findByRole("button", { name: "Começar após unificação" });
    await accessible(container);
    fireEvent.click(begin);
    await waitFor(() =>
      expect(asked).toContainEqual(["onboarding.open", { customer_id: "c1", cause: "merged" }]),
    );
  });
});
