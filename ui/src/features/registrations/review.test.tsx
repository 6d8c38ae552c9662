import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ReviewQueueItem } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import ReviewPage from "./ReviewPage";

vi.setConfig({ testTimeout: 40_000 });
vi.mock("@/shared/nav", () => ({ useGo: () => vi.fn(), useRouteQuery: () => undefined, RouterLink: "a" }));
vi.mock("./ReviewDetail", () => ({
  ReviewDetail: ({ id, decide }: { id: string; decide: (...args: unknown[]) => Promise<void> }) => (
    <>
      <output>{id}</output>
      <button
        type="button"
        onClick={() =>
          void decide("registrations.deny", { id, round: 1, reason: "Sem cobertura" }, "Negada: Ana")
        }
      >
        negar
      </button>
    </>
  ),
}));

const item = (id: string, more: Partial<ReviewQueueItem> = {}) =>
  ({
    sale: { id, name: `Venda ${id}`, round: 1, seller_name: "Nívea", submitted_at: null, city: "", uf: "SP" },
    waiting: null,
    corrected: [],
    claimed_by_other: false,
    claimed_by_me: false,
    ...more,
  }) as unknown as ReviewQueueItem;

function office(refuse = false) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status") return status;
    if (command === "registrations.queue") {
      const items =
        request.lane === "retail" ? [item("a", { claimed_by_other: true }), item("b"), item("c")] : [];
      return { counts: { retail: 3, corporate: 0, returned: 0 }, items };
    }
    if (command === "registrations.deny" && refuse) throw { code: "forbidden", params: {} };
    return {};
  });
  return (name: string) => asked.filter(([command]) => command === name).map(([, request]) => request);
}

const shown = async (id: string) => screen.findByText(id, { selector: "output" });

describe("the review by keyboard", () => {
  it("reg_3_j_k_and_enter_walk_the_queue_from_the_first_that_nobody_decides", async () => {
    const requests = office();
    draw(<ReviewPage />);
    await shown("b");
    await userEvent.keyboard("j");
    await shown("c");
    await userEvent.keyboard("j");
    await shown("c");
    await userEvent.keyboard("kk");
    await shown("a");
    await userEvent.keyboard("{Enter}");
    await shown("b");
    expect(requests("registrations.get").length).toBeGreaterThan(0);
  });

  it("reg_4_the_figures_change_the_lane_and_an_empty_one_says_so", async () => {
    const requests = office();
    draw(<ReviewPage />);
    await shown("b");
    await userEvent.keyboard("2");
    await screen.findByText("Fila corporativa em dia");
    await userEvent.keyboard("3");
    await screen.findByText("Nada em correção");
    await userEvent.keyboard("1");
    await shown("b");
    expect([...new Set(requests("registrations.queue").map((request) => request.lane))]).toEqual([
      "retail",
      "corporate",
      "returned",
    ]);
  });

  it("reg_3_a_decision_goes_on_to_the_next_sale_and_comes_back_when_it_is_refused", async () => {
    office(true);
    draw(<ReviewPage />);
    await shown("b");
    await userEvent.click(screen.getByRole("button", { name: "negar" }));
    await waitFor(() => expect(screen.getByText("Venda b")).toBeTruthy());
    await shown("b");
    expect(await screen.findByText(/não tem permissão|não pode/i)).toBeTruthy();
  });
});
