import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { draw } from "@/test/render";
import { accessible, group, office, preview, queue } from "./fixtures";
import PossibleDuplicates from "./PossibleDuplicates";
import QueuePage from "./QueuePage";
import TellPage from "./TellPage";

vi.setConfig({ testTimeout: 30_000 });

const went = vi.fn();
const route: { ids?: string; id?: string } = {};
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: (name: "ids" | "id") => route[name],
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

beforeEach(() => went.mockClear());

const reported = {
  id: "d1",
  state: "open",
  reason: "Casou e mudou de nome.",
  reported_by: "Caio Menezes",
  reported_at: "2026-11-23T12:00:00Z",
  fichas: [
    { id: "c1", code: 1, name: "Aparecida Teles" },
    { id: "c9", code: 9, name: "Cida Prado" },
  ],
};

it("dup_9_a_seller_sees_suspects_and_reports_them_without_comparing", async () => {
  office({ "duplicates.reports": [reported] }, ["customers.read", "duplicates.report"]);
  draw(<PossibleDuplicates customerId="c1" />);
  await screen.findByText("2 Aparecida Telles");
  await screen.findByText("9 Cida Prado");
  screen.getByText(/Avisado por Caio Menezes em .* Casou e mudou de nome/);
  expect(screen.queryByRole("button", { name: "Comparar" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Avisar a retaguarda" }));
  expect(went).toHaveBeenCalledWith("/duplicates/tell?ids=c1,c2");
});

it("dup_9_fichas_are_reported_with_the_reason_also_one_found_by_search", async () => {
  route.ids = "c1,c2";
  const requests = office({
    "customers.ficha": (request: { id: string }) => ({
      customer: { id: request.id, code: Number(request.id.slice(1)), name: `Ficha ${request.id}` },
    }),
    "customers.quick_search": [{ id: "c9", code: 9, name: "Cida Prado", document: null }],
    "duplicates.report": reported,
  });
  const { container } = draw(
    <main>
      <TellPage />
    </main>,
  );
  await screen.findByText("2 Ficha c2");
  await accessible(container);
  fireEvent.click(screen.getByRole("button", { name: "Tirar a ficha 2" }));
  expect(screen.getByRole("button", { name: "Avisar" })).toHaveProperty("disabled", true);
  const search = screen.getByPlaceholderText("Nome, código ou documento");
  await userEvent.type(search, "prado");
  await userEvent.click(await screen.findByRole("option", { name: "9 Cida Prado", hidden: true }));
  fireEvent.change(screen.getByRole("textbox", { name: /^Por que/ }), { target: { value: "Casou." } });
  fireEvent.click(screen.getByRole("button", { name: "Avisar" }));
  await waitFor(() => expect(went).toHaveBeenCalledWith("/customers/c1"));
  expect(requests("duplicates.report")).toEqual([{ ids: ["c1", "c9"], reason: "Casou." }]);
});

it("dup_9_a_reported_group_is_decided_like_any_other_with_the_reporter_s_words", async () => {
  const { by, at } = { by: "Caio Menezes", at: "2026-11-23T12:00:00Z" };
  const told = { ...group("d1", [1, 2]), pairs: [], report: { by, at, reason: "Casou e mudou de nome." } };
  office({
    "duplicates.queue": { ...queue, groups: [told], open: 1, total: 1 },
    "duplicates.preview": { ...preview, conflicts: [] },
  });
  draw(<QueuePage />);
  await screen.findByText("Casou e mudou de nome.");
  screen.getByText(/^Avisado por Caio Menezes em/);
  screen.getByText("avisado");
});
