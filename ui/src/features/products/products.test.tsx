import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { PriceTableRow, Product, ProductRow } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import ProductsPage from "./ProductsPage";

vi.setConfig({ testTimeout: 40_000 });
const went = vi.fn();
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: "a",
}));

const camera: Product = {
  id: "p1",
  version: 1,
  code: "P100",
  name: "Câmera",
  unit: "un",
  note: "",
  adjustable: true,
  active: true,
};
const line: ProductRow = { ...camera, one_off_cents: 100_000, monthly_cents: null };
const table: PriceTableRow = {
  id: "t1",
  version: 1,
  name: "Geral",
  valid_from: null,
  valid_until: null,
  segment: null,
  uf: null,
  prices: 1,
  in_force: true,
};
const price = (cents: number) => [{ price_table_id: "t1", charge: "one_off", amount_cents: cents }];
const conflict = (current: unknown) => ({
  code: "conflict",
  params: { by: "Rita Lemos", at: "2026-11-23T12:00:00Z", current },
});

function office(
  permissions: string[],
  answers: Record<string, (request: Record<string, unknown>) => unknown>,
) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    const answer = answers[command];
    if (answer) return answer(request);
    if (command === "app.status") return { ...status, user: { ...status.user, permissions } };
    if (command === "products.list") {
      const nothing = request.search === "zzz";
      return { products: nothing ? [] : [line], total: nothing ? 0 : 1 };
    }
    if (command === "products.get") return { product: camera, prices: price(100_000) };
    if (command === "products.price_tables") return [table];
    return {};
  });
  return (name: string) => asked.filter(([command]) => command === name).map(([, request]) => request);
}

const WRITER = ["products.read", "products.write"];

beforeEach(() => {
  localStorage.clear();
  went.mockClear();
  // jsdom measures nothing; the virtual list needs a window to fill.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
});

async function opened() {
  fireEvent.doubleClick(await screen.findByText("Câmera"));
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByLabelText("Nome");
  return dialog;
}

describe("products", () => {
  it("quo_1_a_product_is_changed_with_its_price_in_each_table", async () => {
    const requests = office(WRITER, {});
    const { container } = draw(<ProductsPage />);
    await screen.findByText("R$ 1.000,00");
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    const drawer = within(await opened());
    fireEvent.change(drawer.getByLabelText("Nome"), { target: { value: "Câmera IP" } });
    fireEvent.change(drawer.getByLabelText("Mensal"), { target: { value: "12,50" } });
    fireEvent.click(drawer.getByRole("button", { name: "Salvar" }));
    await waitFor(() => expect(requests("products.save")).toHaveLength(1));
    expect(requests("products.save")[0]).toEqual({
      ...camera,
      name: "Câmera IP",
      prices: [
        { price_table_id: "t1", charge: "one_off", amount_cents: 100_000 },
        { price_table_id: "t1", charge: "monthly", amount_cents: 1250 },
      ],
    });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("sys_2_a_product_saved_by_somebody_else_is_settled_field_by_field_also_its_prices", async () => {
    const theirs = { product: { ...camera, version: 2, name: "Câmera dome" }, prices: price(90_000) };
    const requests = office(WRITER, {
      "products.save": (request) => {
        if (request.version === 1) throw conflict(theirs);
        return { ...camera, version: 3 };
      },
    });
    draw(<ProductsPage />);
    const drawer = within(await opened());
    fireEvent.change(drawer.getByLabelText("Nome"), { target: { value: "Câmera IP" } });
    fireEvent.click(drawer.getByRole("button", { name: "Salvar" }));
    const mine = await screen.findByRole("radio", { name: /Você Câmera IP/ });
    expect(mine.getAttribute("aria-checked")).toBe("true");
    const cheaper = screen.getByRole("radio", { name: /Rita Lemos R\$\s900,00/ });
    expect(cheaper.getAttribute("aria-checked")).toBe("true");
    expect(screen.getByRole("radiogroup", { name: /Geral · Único/ })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(requests("products.save")).toHaveLength(2));
    expect(requests("products.save")[1]).toMatchObject({
      version: 2,
      name: "Câmera IP",
      prices: [{ amount_cents: 90_000 }, { amount_cents: null }],
    });
  });

  it("sys_2_of_a_price_table_the_other_s_segment_can_be_kept", async () => {
    const requests = office(WRITER, {
      "products.save_price_table": (request) => {
        if (request.version === 1) throw conflict({ ...table, version: 2, segment: "corporate" });
        return { ...table, version: 3 };
      },
    });
    draw(<ProductsPage />);
    await screen.findByText("Câmera");
    await userEvent.click(screen.getByRole("button", { name: "Tabelas de preço" }));
    await userEvent.click(await screen.findByRole("button", { name: /^Geral/ }));
    fireEvent.change(await screen.findByLabelText("Nome"), { target: { value: "Geral 2027" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    expect(
      (await screen.findByRole("radio", { name: /Rita Lemos Corporativo/ })).getAttribute("aria-checked"),
    ).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() =>
      expect(requests("products.save_price_table")[1]).toMatchObject({
        version: 2,
        name: "Geral 2027",
        segment: "corporate",
      }),
    );
  });

  it("a_search_without_a_hit_says_so_and_who_may_only_read_changes_nothing", async () => {
    office(["products.read"], {});
    draw(<ProductsPage />);
    const drawer = within(await opened());
    expect(drawer.getByLabelText("Nome")).toHaveProperty("readOnly", true);
    expect(drawer.getByRole("button", { name: "Salvar" })).toHaveProperty("disabled", true);
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    expect(screen.queryByRole("button", { name: /Novo produto/ })).toBeNull();
    const search = screen.getAllByRole("textbox").find((field) => field.getAttribute("placeholder"));
    fireEvent.change(search as HTMLElement, { target: { value: "zzz" } });
    await waitFor(() => expect(screen.queryByText("Câmera")).toBeNull());
  });
});
