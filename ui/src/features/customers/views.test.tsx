import { notifications } from "@mantine/notifications";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SavedView } from "@/bindings";
import { draw, status } from "@/test/render";
import CustomersPage from "./CustomersPage";

vi.setConfig({ testTimeout: 40_000 });
let route: Record<string, string> = {};
vi.mock("@/shared/nav", () => ({
  useGo: () => () => {},
  useRouteQuery: (name: string) => route[name],
  useRouteParam: () => undefined,
  RouterLink: "a",
}));

function view(id: string, name: string, own: Partial<SavedView> = {}): SavedView {
  return {
    id,
    list: "customers",
    name,
    shared: false,
    content: {
      text: "",
      filters: { status: "inactive", uf: "SP" },
      sort: { by: "updated_at", descending: true },
      columns: [
        { id: "name", shown: true, width: 300 },
        { id: "email", shown: true, width: null },
        { id: "code", shown: false, width: null },
      ],
    },
    owner_name: "Wanda Araújo",
    mine: true,
    may_change: true,
    starts: false,
    version: 3,
    updated_at: "2026-11-23T12:00:00Z",
    updated_by: "Wanda Araújo",
    ...own,
  };
}

let visit = 0;

/** The list as a person of their own sees it, with these views; gives what was asked of the application. */
function play(views: SavedView[], permissions: string[] = []) {
  const asked: [string, Record<string, unknown>][] = [];
  visit += 1;
  const user = { ...status.user, id: `v${visit}`, permissions };
  const answer = (command: string, request: Record<string, unknown>) => {
    if (command === "app.status") return { ...status, user };
    if (command === "customers.list") return { rows: [], total: 0 };
    if (command === "views.list") return views;
    if (command === "views.create") {
      const made = view("v9", String(request.name), { content: request.content as SavedView["content"] });
      views = [...views, made];
      return made;
    }
    if (command === "views.remove") return { ...view("v1", "Paulistas"), version: 4 };
    if (command.startsWith("views.")) return view("v1", "Paulistas");
    throw new Error(command);
  };
  const invoke = async (_: string, args: { command: string; request: Record<string, unknown> }) => {
    asked.push([args.command, args.request]);
    return answer(args.command, args.request);
  };
  Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
  const last = (command: string) => asked.filter(([name]) => name === command).at(-1)?.[1];
  return { asked, last, ...draw(<CustomersPage />) };
}

async function open(shown = "Todas as linhas") {
  await userEvent.click(await screen.findByRole("button", { name: `Visão: ${shown}` }));
  return screen.findByRole("menu");
}

async function choose(name: string) {
  const menu = await open();
  await userEvent.click(await within(menu).findByRole("menuitem", { name: new RegExp(name) }));
}

beforeEach(() => {
  notifications.clean();
  localStorage.clear();
  route = {};
});

describe("views of the list of customers", () => {
  it("choosing_a_view_shows_its_filters_order_and_columns_and_all_rows_brings_ones_own_back", async () => {
    const { last, container } = play([
      view("v1", "Paulistas"),
      view("v2", "Da casa", { shared: true, mine: false, may_change: false, owner_name: "Ana Reis" }),
    ]);
    const menu = await open();
    expect(within(menu).getByText("Minhas")).toBeTruthy();
    expect(within(menu).getByText("Ana Reis")).toBeTruthy();
    await userEvent.click(within(menu).getByRole("menuitem", { name: "Paulistas" }));
    await waitFor(() =>
      expect(last("customers.list")).toMatchObject({
        status: "inactive",
        uf: "SP",
        sort: "updated_at",
        descending: true,
      }),
    );
    const heads = () => screen.getAllByRole("columnheader").map((head) => head.textContent);
    expect(heads().slice(0, 3)).toEqual(["Marcado", "Nome", "E-mail"]);
    expect(heads()).not.toContain("Código");
    expect(screen.queryByRole("button", { name: "Salvar alterações" })).toBeNull();
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);

    const again = await open("Paulistas");
    await userEvent.click(within(again).getByRole("menuitem", { name: "Todas as linhas" }));
    await screen.findByRole("button", { name: "Visão: Todas as linhas" });
    expect(screen.getByRole("button", { name: "Inativo" }).getAttribute("aria-pressed")).toBe("false");
    expect(screen.getByRole("columnheader", { name: /^Nome/ }).getAttribute("aria-sort")).toBe("ascending");
    expect(heads()[1]).toBe("Código");
  });

  it("who_owes_most_comes_first_and_the_filter_says_that_only_those_are_shown", async () => {
    const { last } = play([]);
    const heading = await screen.findByRole("columnheader", { name: /^Em atraso/ });
    await userEvent.click(within(heading).getByRole("button", { name: "Em atraso" }));
    await waitFor(() =>
      expect(last("customers.list")).toMatchObject({ sort: "overdue", descending: true, overdue: false }),
    );
    expect(heading.getAttribute("aria-sort")).toBe("descending");
    const chip = () =>
      screen.getAllByRole("button", { name: "Em atraso" }).find((one) => one.getAttribute("aria-pressed"));
    expect(chip()?.getAttribute("aria-pressed")).toBe("true");
    await userEvent.click(chip() as HTMLElement);
    expect(chip()?.getAttribute("aria-pressed")).toBe("false");
    expect(screen.getByRole("columnheader", { name: /^Nome/ }).getAttribute("aria-sort")).toBe("ascending");
  });

  it("sys_2_what_was_changed_is_saved_over_the_version_that_was_read_or_as_a_new_view", async () => {
    const { last } = play([view("v1", "Paulistas")]);
    await choose("Paulistas");
    await userEvent.click(screen.getByRole("button", { name: "Ativo" }));
    await userEvent.click(await screen.findByRole("button", { name: "Salvar alterações" }));
    await waitFor(() =>
      expect(last("views.save")).toMatchObject({
        id: "v1",
        version: 3,
        name: "Paulistas",
        shared: false,
        content: { filters: { status: "active", uf: "SP" } },
      }),
    );
    await userEvent.click(screen.getByRole("button", { name: "Salvar como nova…" }));
    await userEvent.type(await screen.findByLabelText("Nome"), "Ativos de SP");
    expect((screen.getByLabelText("Compartilhar com todos") as HTMLInputElement).disabled).toBe(true);
    await userEvent.click(screen.getByRole("button", { name: /Salvar visão/ }));
    await waitFor(() =>
      expect(last("views.create")).toMatchObject({ list: "customers", name: "Ativos de SP", shared: false }),
    );
    expect(await screen.findByRole("button", { name: "Visão: Ativos de SP" })).toBeTruthy();
  });

  it("a_view_of_somebody_else_is_not_offered_for_change_and_one_taken_away_comes_back", async () => {
    const { last } = play([
      view("v1", "Paulistas"),
      view("v2", "Da casa", { shared: true, mine: false, may_change: false }),
    ]);
    await choose("Da casa");
    await userEvent.click(screen.getByRole("button", { name: "Ativo" }));
    await screen.findByRole("button", { name: "Salvar como nova…" });
    expect(screen.queryByRole("button", { name: "Salvar alterações" })).toBeNull();
    const menu = await open("Da casa");
    expect(within(menu).queryByRole("menuitem", { name: "Excluir visão" })).toBeNull();
    await userEvent.click(within(menu).getByRole("menuitem", { name: "Paulistas" }));
    const own = await open("Paulistas");
    await userEvent.click(within(own).getByRole("menuitem", { name: "Excluir visão" }));
    await userEvent.click(await screen.findByRole("button", { name: "Desfazer" }));
    await waitFor(() => expect(last("views.restore")).toEqual({ id: "v1", version: 4 }));
  });

  it("a_list_opens_with_the_view_that_starts_it_and_with_the_one_in_the_address", async () => {
    const first = play([view("v1", "Paulistas", { starts: true }), view("v2", "Outra")]);
    await screen.findByRole("button", { name: "Visão: Paulistas" });
    await waitFor(() => expect(first.last("customers.list")).toMatchObject({ uf: "SP" }));
    first.unmount();
    route = { view: "v2" };
    play([view("v1", "Paulistas", { starts: true }), view("v2", "Outra")]);
    expect(await screen.findByRole("button", { name: "Visão: Outra" })).toBeTruthy();
  });
});
