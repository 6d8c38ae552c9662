import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type AppStatus, commandInfo, type Permission, type Role, type User } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import { areas } from "./areas";
import { NewPassword } from "./NewPassword";
import PeoplePage from "./PeoplePage";
import ProfilePage from "./ProfilePage";
import RolesPage from "./RolesPage";

vi.setConfig({ testTimeout: 30_000 });
vi.mock("@/shared/nav", async (load) => ({
  ...(await load<object>()),
  useRouteQuery: () => undefined,
  useGo: () => () => {},
}));

const everything = areas.flatMap((area) => area.permissions);
const roles: Role[] = [
  {
    id: "r1",
    key: "administrator",
    name: "Administração",
    discount_limit_bp: 10_000,
    permissions: everything,
    version: 1,
  },
  {
    id: "r2",
    key: "commercial",
    name: "Comercial",
    discount_limit_bp: 800,
    permissions: ["customers.read", "quotes.write"],
    version: 1,
  },
  {
    id: "r3",
    key: "own-1",
    name: "Estágio",
    discount_limit_bp: 0,
    permissions: ["customers.read"],
    version: 1,
  },
];
const person = (id: string, name: string, more: Partial<User> = {}): User => ({
  id,
  username: id,
  name,
  email: null,
  active: true,
  role_ids: ["r2"],
  must_replace_password: false,
  last_sign_in_at: null,
  version: 1,
  ...more,
});
const users = [
  person("u1", "Wanda Araújo", { role_ids: ["r1"], last_sign_in_at: "2026-11-23T12:00:00Z" }),
  person("u2", "Caio Menezes"),
  person("u3", "Rita Prado", { active: false }),
];

function office(more: Record<string, (request: Record<string, unknown>) => unknown> = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (more[command]) return more[command](request);
    if (command === "app.status") return status;
    if (command === "access.users") return users;
    if (command === "access.roles") return roles;
    if (command === "access.profile") return { user: users[1], role_names: ["Comercial"] };
    throw new Error(command);
  });
  return asked;
}

async function accessible(container: Element) {
  const found = await axe.run(container, {
    rules: { region: { enabled: false }, "landmark-no-duplicate-banner": { enabled: false } },
  });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

beforeEach(() => {
  // jsdom measures nothing; the virtual list needs a window to fill.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
});

describe("people", () => {
  it("are_listed_with_their_roles_and_found_without_accents", async () => {
    office();
    const { container } = draw(<PeoplePage />);
    expect(await screen.findByText("Caio Menezes")).toBeTruthy();
    expect(screen.queryByText("Rita Prado")).toBeNull();
    expect(screen.getByText("2 pessoas podem entrar")).toBeTruthy();
    await accessible(container);
    fireEvent.change(screen.getByLabelText("Nome, usuário ou e-mail"), { target: { value: "araujo" } });
    await waitFor(() => expect(screen.queryByText("Caio Menezes")).toBeNull());
    expect(screen.getByText("Wanda Araújo")).toBeTruthy();
  });

  it("sys_4_it_is_said_where_each_person_signs_in_by_a_role_of_their_own", async () => {
    office({ "app.status": () => ({ ...status, database: { ...status.database, guarded: true } }) });
    draw(<PeoplePage />);
    expect(await screen.findByText(/2 pessoas podem entrar · cada uma com acesso próprio/)).toBeTruthy();
  });

  it("sys_4_a_new_person_s_password_is_shown_once", async () => {
    const asked = office({
      "access.save_user": (request) => ({
        ...person("u9", String(request.name), { must_replace_password: true }),
        one_time_password: "k7mh-2xpf-9wqr",
      }),
    });
    draw(<PeoplePage />);
    fireEvent.click(await screen.findByRole("button", { name: /Adicionar pessoa/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("Nome completo"), "Bia Rocha");
    await userEvent.type(within(dialog).getByLabelText("Usuário"), "bia");
    await userEvent.click(within(dialog).getByLabelText("Comercial"));
    await accessible(dialog);
    await userEvent.click(within(dialog).getByRole("button", { name: "Adicionar e gerar senha" }));
    expect(await screen.findByText("k7mh-2xpf-9wqr")).toBeTruthy();
    const saved = asked.find(([command]) => command === "access.save_user")?.[1];
    expect(saved).toMatchObject({ id: null, name: "Bia Rocha", role_ids: ["r2"], password: "" });
    await userEvent.click(screen.getByRole("button", { name: "Concluir" }));
    await waitFor(() => expect(screen.queryByText("k7mh-2xpf-9wqr")).toBeNull());
  });

  it("sys_4_a_password_is_reset_only_after_a_second_word", async () => {
    const asked = office({ "access.reset_password": () => ({ password: "abcd-efgh-jkmn" }) });
    draw(<PeoplePage />);
    fireEvent.click(await screen.findByText("Caio Menezes"));
    fireEvent.click(await screen.findByRole("button", { name: "Gerar senha provisória" }));
    expect(asked.some(([command]) => command === "access.reset_password")).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: "Gerar e desconectar" }));
    expect(await screen.findByText("abcd-efgh-jkmn")).toBeTruthy();
  });

  it("sys_4_nobody_switches_themselves_off", async () => {
    office();
    draw(<PeoplePage />);
    fireEvent.click(await screen.findByText("Wanda Araújo"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByLabelText<HTMLInputElement>(/Pode entrar no sistema/).disabled).toBe(true);
    expect(within(dialog).queryByRole("button", { name: "Gerar senha provisória" })).toBeNull();
  });

  it("a_refusal_offers_another_try", async () => {
    office({
      "access.users": () => {
        throw { code: "forbidden", params: { permission: "access.manage" }, issues: [] };
      },
    });
    draw(<PeoplePage />);
    expect(await screen.findByText("Você não tem acesso a esta tela")).toBeTruthy();
  });
});

describe("roles", () => {
  it("sys_4_every_permission_there_is_stands_in_the_table", () => {
    const known = new Set(
      Object.values(commandInfo)
        .map((info) => info.permission)
        .filter((permission): permission is Permission => permission !== null),
    );
    expect(new Set(everything).size).toBe(everything.length);
    for (const permission of known) expect(everything).toContain(permission);
  });

  it("are_a_table_in_words", async () => {
    office();
    const { container } = draw(<RolesPage />);
    const row = (await screen.findByRole("rowheader", { name: "Fazer e enviar orçamentos" })).closest("tr");
    expect([...(row?.querySelectorAll("td") ?? [])].map((cell) => cell.textContent)).toEqual([
      "sim",
      "sim",
      "–não",
    ]);
    expect(screen.getByRole("button", { name: /Comercial/ }).textContent).toContain("1 pessoa");
    await accessible(container);
  });

  it("sys_4_a_role_is_changed_by_its_boxes", async () => {
    const asked = office({ "access.save_role": (request) => ({ ...roles[1], ...request }) });
    draw(<RolesPage />);
    fireEvent.click(await screen.findByRole("button", { name: /Comercial/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByLabelText("Ver orçamentos"));
    await accessible(dialog);
    await userEvent.click(within(dialog).getByRole("button", { name: "Salvar" }));
    await waitFor(() => expect(asked.some(([command]) => command === "access.save_role")).toBe(true));
    const saved = asked.find(([command]) => command === "access.save_role")?.[1];
    expect(saved).toMatchObject({ id: "r2", permissions: ["customers.read", "quotes.write", "quotes.read"] });
    expect(within(dialog).queryByRole("button", { name: "Excluir perfil" })).toBeNull();
  });

  it("sys_4_a_role_is_copied_as_the_start_of_a_new_one", async () => {
    const asked = office({ "access.save_role": (request) => ({ ...roles[1], ...request }) });
    draw(<RolesPage />);
    fireEvent.click(await screen.findByRole("button", { name: /Comercial/ }));
    fireEvent.click(await screen.findByRole("button", { name: "Copiar perfil" }));
    const name = await screen.findByDisplayValue("Comercial (cópia)");
    await userEvent.clear(name);
    await userEvent.type(name, "Vendas externas");
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await waitFor(() => expect(asked.some(([command]) => command === "access.save_role")).toBe(true));
    const saved = asked.find(([command]) => command === "access.save_role")?.[1];
    expect(saved).toMatchObject({ id: null, version: 0, name: "Vendas externas", discount_limit_bp: 800 });
    expect(saved?.permissions).toEqual(["customers.read", "quotes.write"]);
  });

  it("the_administrators_role_cannot_lose_anything", async () => {
    office();
    draw(<RolesPage />);
    fireEvent.click(await screen.findByRole("button", { name: /Administração/ }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByLabelText<HTMLInputElement>("Ver orçamentos").disabled).toBe(true);
  });

  it("a_role_in_use_says_why_it_stays", async () => {
    office({
      "access.remove_role": () => {
        throw { code: "invalid", params: {}, issues: [{ field: "", code: "role_in_use", params: {} }] };
      },
    });
    draw(<RolesPage />);
    fireEvent.click(await screen.findByRole("button", { name: /Estágio/ }));
    fireEvent.click(await screen.findByRole("button", { name: "Excluir perfil" }));
    expect(await screen.findByText("Ainda há pessoas com este perfil.")).toBeTruthy();
  });
});

describe("oneself", () => {
  it("sees_name_roles_and_password", async () => {
    const asked = office({
      "access.change_password": () => {
        throw {
          code: "invalid",
          params: {},
          issues: [{ field: "current", code: "password_wrong", params: {} }],
        };
      },
    });
    const { container } = draw(<ProfilePage />);
    await userEvent.type(await screen.findByLabelText("Senha atual"), "x");
    await userEvent.type(screen.getByLabelText("Nova senha"), "outra senha comprida");
    await userEvent.click(screen.getByRole("button", { name: "Trocar a senha" }));
    expect(await screen.findByText("Esta não é a sua senha atual.")).toBeTruthy();
    expect(asked.find(([command]) => command === "access.change_password")?.[1]).toEqual({
      current: "x",
      new: "outra senha comprida",
    });
    await accessible(container);
  });

  it("sys_4_a_password_made_by_somebody_else_is_replaced_first", async () => {
    const asked = office({ "access.change_password": () => ({}) });
    const { container } = draw(<NewPassword status={status as unknown as AppStatus} />);
    await userEvent.type(await screen.findByLabelText("Nova senha"), "só minha e de mais ninguém");
    await accessible(container);
    await userEvent.click(screen.getByRole("button", { name: "Salvar e continuar" }));
    await waitFor(() => expect(asked.some(([command]) => command === "access.change_password")).toBe(true));
  });
});
