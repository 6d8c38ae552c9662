import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { FolderFinding, ServerCheck, SetupStart } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import { SetupAssistant } from "./SetupAssistant";

vi.setConfig({ testTimeout: 30_000 });

const start: SetupStart = {
  folder: "/home/ana/.local/share/retaguarda",
  chosen: null,
  given: false,
  server_at_least: 15,
};

const server: ServerCheck = {
  version: "16.4",
  version_fits: true,
  encrypted: true,
  here: false,
  may_create: true,
  may_search: true,
  holds: "nothing",
  in_use: false,
  fits: true,
};

interface Given {
  start?: SetupStart;
  finding?: FolderFinding;
  server?: ServerCheck | object;
  refuse?: object;
}

function assistant(given: Given = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  const now = { ...given };
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "start") return now.start ?? start;
    if (command === "use_folder" || command === "check_folder")
      return { file: `${request.folder}/retaguarda.db`, finding: now.finding ?? "free" };
    if (command === "use_server" || command === "check_server") {
      if (now.refuse) throw now.refuse;
      return now.server ?? server;
    }
    return null;
  });
  const { container } = draw(<SetupAssistant />);
  return { asked, container, now };
}

const unavailable = (reason: string) => ({ code: "unavailable", params: { reason, detail: "" }, issues: [] });

function typedIn(field: HTMLElement): string {
  return (field as HTMLInputElement).value;
}

async function accessible(container: HTMLElement) {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

it("sys_1_a_folder_of_this_computer_is_proposed_and_used_by_the_keyboard_alone", async () => {
  const { asked, container } = assistant();
  const user = userEvent.setup();
  const folder = await screen.findByLabelText("Pasta");
  expect(typedIn(folder)).toBe(start.folder);
  await accessible(container);
  await user.click(folder);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(asked.map(([command]) => command)).toContain("open"));
  expect(asked.find(([command]) => command === "use_folder")?.[1]).toEqual({ folder: start.folder });
});

it("sys_1_a_folder_that_will_not_do_says_why_and_keeps_what_was_typed", async () => {
  const { asked, now } = assistant({ finding: "on_network" });
  const user = userEvent.setup();
  const folder = await screen.findByLabelText("Pasta");
  await user.clear(folder);
  await user.type(folder, "/mnt/rede");
  await user.click(screen.getByRole("button", { name: "Usar esta pasta" }));
  await screen.findByText(/fica em outro computador da rede/);
  expect(typedIn(folder)).toBe("/mnt/rede");
  expect(document.activeElement).toBe(folder);
  expect(asked.map(([command]) => command)).not.toContain("open");
  for (const [finding, words] of [
    ["read_only", /não é permitido gravar/],
    ["missing", /não existe/],
    ["not_ours", /não é um banco do Retaguarda/],
    ["moved", /foram movidos para um servidor/],
    ["not_absolute", /caminho inteiro/],
  ] as const) {
    now.finding = finding;
    await user.click(screen.getByRole("button", { name: "Usar esta pasta" }));
    await screen.findByText(words);
  }
});

it("sys_1_a_server_is_tried_told_point_by_point_and_used", async () => {
  const { asked, container } = assistant();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("radio", { name: "Para a equipe (Postgres)" }));
  await user.type(screen.getByLabelText("Servidor"), "servidor.empresa.local");
  await user.type(screen.getByLabelText("Usuário"), "ana");
  await user.type(screen.getByLabelText("Senha", { selector: "input" }), "segredo");
  await user.click(screen.getByRole("button", { name: "Testar conexão" }));
  const found = await screen.findByRole("status", { name: "O que o servidor respondeu" });
  for (const words of [/provou quem é/, /Postgres 16.4/, /pode criar as tabelas/, /está vazio/])
    expect(found.textContent).toMatch(words);
  await accessible(container);
  // What is typed over makes the answer old.
  await user.type(screen.getByLabelText("Banco de dados"), "2");
  expect(screen.queryByRole("status", { name: "O que o servidor respondeu" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Usar este servidor" }));
  await waitFor(() => expect(asked.map(([command]) => command)).toContain("open"));
  expect(asked.find(([command]) => command === "use_server")?.[1]).toEqual({
    host: "servidor.empresa.local",
    port: "5432",
    database: "retaguarda2",
    own_users: false,
    user: "ana",
    password: "segredo",
    certificate: "",
  });
});

it("sys_4_where_each_person_has_a_role_nobody_is_asked_for", async () => {
  const seen = { ...server, version: "", holds: "unseen", in_use: true };
  const { asked, container } = assistant({ server: seen });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("radio", { name: "Para a equipe (Postgres)" }));
  await user.type(screen.getByLabelText("Servidor"), "db");
  await user.click(screen.getByRole("checkbox", { name: /com o próprio usuário/ }));
  expect(screen.queryByLabelText("Usuário")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Testar conexão" }));
  const found = await screen.findByRole("status", { name: "O que o servidor respondeu" });
  expect(found.textContent).toMatch(/o servidor respondeu; o que há no banco/);
  expect(found.textContent).not.toMatch(/Postgres/);
  await accessible(container);
  await user.click(screen.getByRole("button", { name: "Usar este servidor" }));
  await waitFor(() => expect(asked.map(([command]) => command)).toContain("open"));
  expect(asked.find(([command]) => command === "use_server")?.[1]).toMatchObject({
    own_users: true,
    user: "",
  });
});

it("sys_1_a_server_that_refuses_says_so_beside_the_field_and_nothing_typed_is_lost", async () => {
  const { now } = assistant({ refuse: unavailable("database_sign_in_refused") });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("radio", { name: "Para a equipe (Postgres)" }));
  const host = screen.getByLabelText("Servidor");
  await user.type(host, "servidor");
  await user.type(screen.getByLabelText("Usuário"), "ana");
  await user.click(screen.getByRole("button", { name: "Usar este servidor" }));
  await screen.findByText("O servidor recusou o usuário ana com esta senha. Digite os dois de novo.");
  for (const [reason, words] of [
    ["database_unreachable", /Nada respondeu em servidor, porta 5432/],
    ["database_tls", /servidor não provou quem é/],
    ["database_missing", /não tem um banco chamado retaguarda/],
    ["database_tls_authority", /certificado não foi encontrado/],
  ] as const) {
    now.refuse = unavailable(reason);
    await user.click(screen.getByRole("button", { name: "Testar conexão" }));
    await screen.findByText(words);
  }
  now.refuse = {
    code: "invalid",
    params: {},
    issues: [
      { field: "host", code: "host_malformed", params: {} },
      { field: "port", code: "port_malformed", params: {} },
    ],
  };
  await user.click(screen.getByRole("button", { name: "Usar este servidor" }));
  await screen.findByText(/Escreva só o nome ou o número do servidor/);
  await screen.findByText(/A porta é um número/);
  expect(document.activeElement).toBe(host);
  // Looking at the other choice loses nothing.
  await user.click(screen.getByRole("radio", { name: "Neste computador" }));
  await user.click(screen.getByRole("radio", { name: "Para a equipe (Postgres)" }));
  expect(typedIn(host)).toBe("servidor");
});

it("sys_1_a_base_that_will_not_do_is_not_opened", async () => {
  const { asked, now } = assistant({ server: { ...server, holds: "foreign", fits: false } });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("radio", { name: "Para a equipe (Postgres)" }));
  await user.click(screen.getByRole("button", { name: "Usar este servidor" }));
  await screen.findByText(/tem tabelas de outro programa/);
  await screen.findByText(/Este banco não pode ser usado assim/);
  for (const [change, words] of [
    [{ version_fits: false, version: "12.1" }, /12.1 é antigo demais/],
    [{ may_create: false }, /não pode criar tabelas/],
    [{ may_search: false }, /pg_trgm/],
    [{ holds: "newer" }, /versão mais nova do Retaguarda/],
  ] as const) {
    now.server = { ...server, ...change, fits: false };
    await user.click(screen.getByRole("button", { name: "Usar este servidor" }));
    await screen.findByText(words);
  }
  expect(asked.map(([command]) => command)).not.toContain("open");
});

it("sys_1_what_was_chosen_before_is_filled_in_but_for_the_password", async () => {
  const chosen = {
    kind: "server",
    host: "db",
    port: 5433,
    database: "base",
    user: "ana",
    certificate: "/a.pem",
  } as const;
  assistant({ start: { ...start, chosen } });
  expect(typedIn(await screen.findByLabelText("Servidor"))).toBe("db");
  expect(typedIn(screen.getByLabelText("Porta"))).toBe("5433");
  expect(typedIn(screen.getByLabelText("Senha", { selector: "input" }))).toBe("");
});

it("sys_1_started_with_an_address_there_is_nothing_to_choose", async () => {
  assistant({ start: { ...start, given: true } });
  await screen.findByText(/foi iniciado com o endereço de um banco/);
  expect(screen.queryByRole("radio")).toBeNull();
});
