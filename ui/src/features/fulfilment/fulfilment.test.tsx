import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { Course, CourseDetail, VisitRow } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import { CourseView } from "./CourseView";
import SheetsPage from "./SheetsPage";
import TeamsPage from "./TeamsPage";
import VisitsPage from "./VisitsPage";
import { mondayOf, shifted } from "./week";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const course: Course = {
  registration_id: "r1",
  number: "2026-000007",
  name: "Aparecida Teles",
  customer_id: null,
  carrier: "Vivo",
  plan_name: "Fibra 600",
  city: "Campinas",
  uf: "SP",
  wished_period: "morning",
  seller_id: "u2",
  seller_name: "Nívea Torres",
  stage: "approved",
  stage_since: "2026-11-23T12:00:00Z",
  promised_on: null,
  installed_on: null,
  visit_on: null,
  visit_period: null,
  team_name: null,
  closed_reason: "",
  contract_id: null,
  version: 0,
  updated_at: "2026-11-23T12:00:00Z",
  updated_by: "Wagner Assis",
};

const fresh: CourseDetail = {
  course,
  late_days: 0,
  proposed_promise: "2026-11-30",
  stages: [],
  protocols: [],
  visits: [],
  activation: [],
  payments: null,
  billing: null,
  feedback: [],
};

const visit: VisitRow = {
  id: "v1",
  registration_id: "r1",
  number: "2026-000007",
  name: "Aparecida Teles",
  district: "Centro",
  city: "Campinas",
  team_id: "t1",
  team_name: "Equipe Norte",
  scheduled_on: "2026-11-23",
  period: "morning",
  outcome: "done",
  promised_on: null,
};

const worker = { ...status, user: { ...status.user, permissions: ["fulfilment.read", "fulfilment.work"] } };

function office(detail: CourseDetail, refuse: Record<string, unknown> = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (refuse[command]) throw refuse[command];
    if (command === "app.status") return worker;
    if (command === "fulfilment.sheet")
      return { carrier: "Vivo", fields: [{ field: "document", value: "52998224725" }] };
    if (command === "fulfilment.sheets")
      return {
        sheets: [{ carrier: "Vivo", fields: ["document", "name"], version: 3 }],
        fields: ["document", "name", "cep"],
      };
    if (command === "fulfilment.visits")
      return [{ ...visit, scheduled_on: request.from as string, promised_on: "2026-01-02" }];
    if (command === "fulfilment.teams") return [{ id: "t1", name: "Equipe Norte", active: true, version: 1 }];
    return detail;
  });
  return asked;
}

async function accessible(container: HTMLElement) {
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

describe("fulfilment", () => {
  it("reg_5_the_sheet_is_shown_as_written_and_installation_waits_for_a_protocol", async () => {
    const asked = office(fresh);
    const { container } = draw(<CourseView id="r1" />);
    expect(await screen.findByText("529.982.247-25")).toBeTruthy();
    const start = screen.getByRole<HTMLButtonElement>("button", { name: "Enviar para instalação" });
    expect(start.disabled).toBe(true);
    await accessible(container);
    await userEvent.type(screen.getByLabelText("Número do protocolo"), "VV-1");
    fireEvent.click(screen.getByRole("button", { name: "Registrar protocolo" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.record_protocol",
        { id: "r1", version: 0, carrier: "Vivo", protocol: "VV-1" },
      ]),
    );
  });

  it("reg_6_a_visit_not_done_needs_its_reason_and_says_so", async () => {
    const booked: CourseDetail = {
      ...fresh,
      late_days: 3,
      course: {
        ...course,
        stage: "installation",
        promised_on: "2025-11-27",
        visit_on: "2025-11-30",
        visit_period: "morning",
        team_name: "Equipe Norte",
      },
    };
    office(booked, {
      "fulfilment.close_visit": {
        code: "invalid",
        params: {},
        issues: [{ field: "reason", code: "says_nothing", params: {} }],
      },
    });
    const { container } = draw(<CourseView id="r1" />);
    expect(await screen.findByText("3 dias de atraso")).toBeTruthy();
    expect(screen.getByText(/Marcada para 30\/11\/2025, de manhã, com Equipe Norte/)).toBeTruthy();
    await accessible(container);
    fireEvent.click(await screen.findByRole("button", { name: "Não instalado" }));
    fireEvent.click(screen.getByRole("button", { name: "Registrar que não foi possível" }));
    expect(await screen.findByText("Escreva um motivo que diga algo.")).toBeTruthy();
  });

  it("reg_7_completing_sleeps_until_all_four_are_marked", async () => {
    const mark = (step: "configured" | "tested" | "access_confirmed") => ({
      step,
      done_at: "2026-11-23T12:00:00Z",
      done_by: "Wagner Assis",
    });
    const three: CourseDetail = {
      ...fresh,
      course: { ...course, stage: "activation", version: 6 },
      activation: [mark("configured"), mark("tested"), mark("access_confirmed")],
    };
    const asked = office(three);
    const { container } = draw(<CourseView id="r1" />);
    const complete = await screen.findByRole<HTMLButtonElement>("button", { name: "Concluir ativação" });
    expect(complete.disabled).toBe(true);
    await accessible(container);
    fireEvent.click(screen.getByLabelText("Cliente orientado"));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.mark_activation",
        { id: "r1", version: 6, step: "customer_instructed", done: true },
      ]),
    );
  });

  it("reg_6_teams_are_data_that_a_supervisor_edits", async () => {
    const asked = office(fresh);
    const { container } = draw(<TeamsPage />);
    await accessible(container);
    fireEvent.click(await screen.findByRole("button", { name: /Equipe Norte/ }));
    fireEvent.change(await screen.findByLabelText("Nome"), { target: { value: "Equipe Sul" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.save_team",
        { id: "t1", name: "Equipe Sul", active: true, version: 1 },
      ]),
    );
  });

  it("reg_6_the_agenda_shows_a_week_by_team_and_day_and_goes_on_by_keys", async () => {
    const asked = office(fresh);
    const { container } = draw(<VisitsPage />);
    expect(await screen.findByRole("link", { name: /Aparecida Teles/ })).toBeTruthy();
    expect(screen.getByRole("rowheader", { name: "Equipe Norte" })).toBeTruthy();
    expect(screen.getByText("depois do prometido")).toBeTruthy();
    await accessible(container);
    const spans = () =>
      asked.filter(([command]) => command === "fulfilment.visits").map(([, span]) => span.from);
    fireEvent.keyDown(document.body, { key: "j" });
    await waitFor(() => expect(spans()).toHaveLength(2));
    expect(spans()[1]).toBe(shifted(spans()[0] as string, 7));
  });

  it("reg_6_a_week_begins_on_its_monday_across_years", () => {
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    expect(mondayOf("2026-11-29")).toBe("2026-11-23");
    expect(mondayOf("2027-01-01")).toBe("2026-12-28");
    expect(shifted("2026-12-28", 5)).toBe("2027-01-02");
  });

  it("reg_5_the_order_of_a_sheet_is_changed_with_the_keyboard", async () => {
    const asked = office(fresh);
    const { container } = draw(
      <main>
        <SheetsPage />
      </main>,
    );
    const up = await screen.findByRole("button", { name: "Subir Nome" });
    await accessible(container);
    fireEvent.keyDown(up, { key: "ArrowUp", altKey: true });
    fireEvent.click(screen.getByRole("button", { name: "+ CEP" }));
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.save_sheet",
        { carrier: "Vivo", fields: ["name", "document", "cep"], version: 3 },
      ]),
    );
  });

  it("reg_8_a_month_is_noted_as_the_contract_says_and_its_payment_later", async () => {
    const watched: CourseDetail = {
      ...fresh,
      course: { ...course, stage: "post_sale", version: 7, customer_id: "c1", contract_id: "k1" },
      payments: { months: [{ month: "2025-12-01", state: "late" }], on_time: 0, needed: 5 },
      billing: {
        months: [
          {
            id: "t1",
            description: "Vivo Fibra 600 12/2025",
            due_on: "2025-12-10",
            amount_cents: 14_990,
            paid_on: null,
            disputed: false,
          },
        ],
        next: { due_on: "2026-01-10", amount_cents: 14_990 },
      },
    };
    const asked = office(watched);
    const { container } = draw(<CourseView id="r1" />);
    await screen.findByText("vence em 10/12/2025");
    screen.getByText("atrasado");
    fireEvent.click(screen.getByRole("button", { name: "Anotar mensalidade" }));
    expect(await screen.findByDisplayValue("10/01/2026")).toBeTruthy();
    await accessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Anotar" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.bill_month",
        { id: "r1", version: 7, due_on: "2026-01-10", amount_cents: 14_990, paid_on: null },
      ]),
    );
    fireEvent.click(await screen.findByRole("button", { name: "Anotar pagamento de 12/2025" }));
    fireEvent.change(await screen.findByLabelText("Paga em"), { target: { value: "21/12/2025" } });
    await accessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Anotar" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.note_month_paid",
        { id: "r1", version: 7, receivable_id: "t1", paid_on: "2025-12-21" },
      ]),
    );
  });

  it("reg_11_a_score_and_words_are_taken_about_a_stage", async () => {
    const asked = office({
      ...fresh,
      feedback: [
        { stage: "approved", score: 9, words: "Rápido", taken_at: "2026-11-23T12:00:00Z", taken_by: "Nívea" },
      ],
    });
    const { container } = draw(<CourseView id="r1" />);
    expect(await screen.findByText("nota 9")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Registrar opinião" }));
    fireEvent.click(await screen.findByRole("button", { name: "4" }));
    fireEvent.change(screen.getByLabelText("Nas palavras do cliente"), { target: { value: "Demorou." } });
    await accessible(container);
    fireEvent.click(screen.getByRole("button", { name: "Registrar" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "fulfilment.take_feedback",
        { id: "r1", version: 0, stage: "approved", score: 4, words: "Demorou." },
      ]),
    );
  });
});
