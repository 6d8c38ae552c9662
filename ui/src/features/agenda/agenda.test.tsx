import { notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AgendaEntry, Alerts } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import AgendaPage from "./AgendaPage";

vi.setConfig({ testTimeout: 40_000 });
const went = vi.fn();
let query: Record<string, string> = {};
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: (name: string) => query[name],
  useRouteParam: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const entry = (at: number, more: Partial<AgendaEntry> = {}): AgendaEntry => ({
  id: `a${at}`,
  customer_id: `c${at}`,
  customer_code: at,
  customer_name: `Cliente ${at}`,
  owner_id: "u1",
  kind: "sale_with_contact",
  service: "Fibra 600",
  due_on: "2026-11-25",
  latest_on: "2026-12-01",
  renewals: 0,
  quote_version_id: null,
  status: "open",
  outcome: "",
  created_at: "2026-11-23T12:00:00Z",
  closed_at: null,
  version: 1,
  term: "next",
  renewable_to: "2026-12-01",
  ...more,
});

const alerts: Alerts = {
  overdue_count: 2,
  overdue_cents: 21_340,
  overdue_since: "2026-10-05",
  open_disputes: 1,
  appointment: {
    kind: "sale_with_contact",
    service: "Câmeras",
    due_on: "2026-11-25",
    latest_on: null,
    owner_name: "Caio Menezes",
  },
  duplicate: { id: "c9", code: 9, name: "Aparecida G. Telles" },
  problem: { number: "PRB0002", subject: "Cobrança em dobro" },
};

function office(
  entries: AgendaEntry[],
  answers: Record<string, (request: Record<string, unknown>) => unknown> = {},
) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    const answer = answers[command];
    if (answer) return answer(request);
    if (command === "app.status")
      return { ...status, user: { ...status.user, permissions: ["agenda.own", "customers.read"] } };
    if (command === "agenda.mine") return { today: "2026-11-23", entries };
    if (command === "customers.alerts") return alerts;
    if (command === "customers.ficha")
      return { customer: { id: "c1", name: "Aparecida Teles", document: null } };
    if (command === "agenda.book" || command === "agenda.renew") return entry(1);
    return [];
  });
  return (name: string) => asked.filter(([command]) => command === name).map(([, request]) => request);
}

beforeEach(() => {
  notifications.clean();
  query = {};
  went.mockClear();
});

describe("agenda", () => {
  it("age_1_the_rows_are_walked_renewed_closed_and_opened_by_keyboard", async () => {
    const requests = office([
      entry(1, { term: "overdue", due_on: "2026-11-20" }),
      entry(2, { renewable_to: null, renewals: 1 }),
    ]);
    const { container } = draw(<AgendaPage />);
    await screen.findByText("Cliente 1");
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    container.querySelector<HTMLElement>("[data-row='0']")?.focus();
    await userEvent.keyboard("r");
    await waitFor(() => expect(requests("agenda.renew")).toEqual([{ id: "a1", version: 1 }]));
    await userEvent.keyboard("{ArrowDown}r");
    expect(document.activeElement?.textContent).toContain("Cliente 2");
    expect(requests("agenda.renew")).toHaveLength(1);
    await userEvent.keyboard("{Enter}");
    expect(went).toHaveBeenCalledWith("/customers/c2");
    await userEvent.keyboard("c");
    await screen.findByLabelText(/O que foi feito/);
  });

  it("sys_2_what_was_done_stays_typed_when_the_appointment_was_moved_and_is_sent_again", async () => {
    const moved = { ...entry(1), due_on: "2026-12-01", renewals: 1, version: 2 };
    const requests = office([entry(1)], {
      "agenda.close": (request) => {
        if (request.version !== 1) return {};
        throw { code: "conflict", params: { by: "Rita Lemos", at: "2026-11-23T12:00:00Z", current: moved } };
      },
    });
    draw(<AgendaPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Concluir" }));
    fireEvent.change(await screen.findByLabelText(/O que foi feito/), { target: { value: "Falei com ela" } });
    const close = () =>
      fireEvent.click(screen.getAllByRole("button", { name: "Concluir" }).at(-1) as HTMLElement);
    close();
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Rita Lemos mudou este registro");
    expect(alert.textContent).toContain("25/11/2026");
    expect(alert.textContent).toContain("01/12/2026");
    close();
    await waitFor(() =>
      expect(requests("agenda.close")[1]).toEqual({
        id: "a1",
        version: 2,
        outcome: "Falei com ela",
        cancelled: false,
      }),
    );
  });

  it("cus_4_whoever_books_sees_all_five_alerts_and_books_all_the_same", async () => {
    query = { new: "", customer: "c1" };
    const requests = office([]);
    draw(<AgendaPage />);
    const note = await screen.findByRole("region", { name: "Alertas" });
    for (const words of [
      "2 boletos vencidos · R$ 213,40",
      "mais antigo 05/10/2026",
      "1 contestação em aberto",
      "Problema PRB0002 em andamento",
      "9 · Aparecida G. Telles",
      "Agendamento aberto de Caio Menezes para 25/11/2026",
    ])
      expect(note.textContent?.replaceAll("\u00a0", " ")).toContain(words);
    fireEvent.change(screen.getByLabelText("Produto ou serviço"), { target: { value: "Móvel 20" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await waitFor(() =>
      expect(requests("agenda.book")[0]).toMatchObject({ customer_id: "c1", service: "Móvel 20" }),
    );
    await waitFor(() => expect(went).toHaveBeenCalledWith("/customers/c1", { replace: true }));
  });

  it("an_empty_agenda_offers_to_book_and_a_refused_renewal_says_why", async () => {
    office([]);
    const { unmount } = draw(<AgendaPage />);
    await screen.findByText("Nada na sua agenda");
    unmount();
    office([entry(1)], {
      "agenda.renew": () => {
        throw { code: "unavailable", params: { reason: "database_busy" } };
      },
    });
    draw(<AgendaPage />);
    await userEvent.click(await screen.findByRole("button", { name: /Renovar até/ }));
    expect(await screen.findByText(/O que você digitou continua aqui|Não foi possível/)).toBeTruthy();
  });
});
