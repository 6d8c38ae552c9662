import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { answerWith, draw, status } from "@/test/render";
import FichaPage from "./FichaPage";

vi.setConfig({ testTimeout: 30_000 });

const went = vi.fn();
const route: { from?: string } = {};
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: (name: "from") => route[name],
  useRouteParam: () => "c2",
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

function office(mergedInto: string | null): void {
  const customer = {
    id: "c2",
    code: 2,
    kind: "person",
    name: "Cida Teles",
    trade_name: "",
    document: null,
    birth_date: null,
    mother_name: "",
    contact_name: "",
    segment: "retail",
    status: "active",
    status_reason: "",
    responsible_id: null,
    merged_into: mergedInto,
    created_at: "2026-11-20T12:00:00Z",
    created_by: "Caio",
    version: 3,
    updated_at: "2026-11-20T12:00:00Z",
    updated_by: "Caio",
  };
  const alerts = {
    overdue_count: 0,
    overdue_cents: 0,
    overdue_since: null,
    open_disputes: 0,
    appointment: null,
    duplicate: null,
    problem: null,
  };
  answerWith((command) => {
    if (command === "app.status") return status;
    if (command === "customers.timeline") return { entries: [], total: 0 };
    if (command !== "customers.ficha") return [];
    const parts = { contact_points: [], addresses: [], contracts: [], open_receivables: [] };
    return { customer, responsible_name: null, ...parts, alerts };
  });
}

beforeEach(() => {
  went.mockClear();
  route.from = undefined;
});

it("dup_6_an_old_link_leads_to_the_ficha_that_stayed", async () => {
  office("c1");
  draw(<FichaPage />);
  await waitFor(() => expect(went).toHaveBeenCalledWith("/customers/c1?from=2", { replace: true }));
});

it("dup_6_the_ficha_that_stayed_says_where_one_came_from", async () => {
  office(null);
  route.from = "7";
  draw(<FichaPage />);
  await screen.findByText("A ficha 7 foi unida a esta.");
  expect(went).not.toHaveBeenCalled();
});
