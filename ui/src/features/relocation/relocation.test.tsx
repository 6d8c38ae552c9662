import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { RelocationStanding } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import RelocationPage from "./RelocationPage";

vi.setConfig({ testTimeout: 30_000 });

const file: RelocationStanding = {
  place: "/home/ana/retaguarda.db",
  is_file: true,
  schema_version: 35,
  given: false,
  progress: null,
  done: null,
  failed: null,
};

function open(given: RelocationStanding, refuse?: object) {
  const now = { standing: given };
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "relocation.begin") {
      if (refuse) throw refuse;
      now.standing = {
        ...file,
        progress: { phase: "copying", table: "customer", done: 400, total: 1_600 },
      };
    }
    if (command === "start") return { folder: "/home/ana", chosen: null, given: false, server_at_least: 15 };
    return command === "open" ? null : now.standing;
  });
  const { container } = draw(
    <main>
      <RelocationPage />
    </main>,
  );
  return { asked, container, now };
}

async function accessible(container: HTMLElement) {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

it("sys_1_a_move_is_begun_watched_stopped_and_told", async () => {
  const { asked, container, now } = open(file);
  const user = userEvent.setup();
  await screen.findByText("/home/ana/retaguarda.db");
  await user.type(screen.getByLabelText("Servidor"), "servidor");
  await user.type(screen.getByLabelText("Usuário"), "ana");
  await accessible(container);
  await user.click(screen.getByRole("button", { name: "Mover os dados" }));
  await screen.findByText("400 de 1.600 registros");
  screen.getByText(/Levando os registros/);
  await accessible(container);
  await user.click(screen.getByRole("button", { name: "Interromper" }));
  await waitFor(() => expect(asked.map(([command]) => command)).toContain("relocation.cancel"));
  now.standing = {
    ...file,
    failed: { code: "unavailable", params: { reason: "relocation_cancelled", detail: "" }, issues: [] },
  };
  await screen.findByText(/a mudança foi interrompida/);
  screen.getByRole("button", { name: "Mover os dados" });
});

it("sys_1_a_move_that_came_about_shows_both_sides_and_leads_to_the_server", async () => {
  const row = { checksum_before: "a".repeat(32), checksum_after: "a".repeat(32) };
  const { asked, container } = open({
    ...file,
    done: {
      from: "/home/ana/retaguarda.db",
      to: "servidor/retaguarda",
      rows: 1_600,
      audit_entries: 90,
      marked: true,
      remembered: true,
      tables: [
        { table: "customer", rows_before: 1_500, rows_after: 1_500, ...row },
        { table: "plan", rows_before: 0, rows_after: 0, ...row },
      ],
    },
  });
  const user = userEvent.setup();
  await screen.findByText(/1.600 registros foram levados para servidor\/retaguarda/);
  screen.getByText(/não abre mais, para que ninguém continue nele por engano/);
  const table = screen.getByRole("table", { name: "Comparação das tabelas" });
  expect(within(table).getAllByText("1.500")).toHaveLength(2);
  expect(within(table).queryByText("plan")).toBeNull();
  await accessible(container);
  await user.click(screen.getByRole("button", { name: "Trabalhar no servidor" }));
  await waitFor(() => expect(asked.map(([command]) => command)).toContain("open"));
});

it("sys_1_wrong_fields_say_so_and_a_server_offers_no_move", async () => {
  const { now } = open(file, {
    code: "invalid",
    params: {},
    issues: [{ field: "port", code: "port_malformed", params: {} }],
  });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Servidor"), "servidor");
  await user.click(screen.getByRole("button", { name: "Mover os dados" }));
  await screen.findByText(/A porta é um número/);
  expect((screen.getByLabelText("Servidor") as HTMLInputElement).value).toBe("servidor");
  now.standing = { ...file, is_file: false, place: "servidor/retaguarda" };
});

it("sys_1_another_place_is_opened_by_the_assistant", async () => {
  open({ ...file, is_file: false, place: "servidor/retaguarda" });
  const user = userEvent.setup();
  await screen.findByText("servidor/retaguarda");
  expect(screen.queryByRole("button", { name: "Mover os dados" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Abrir outro lugar…" }));
  await screen.findByRole("radio", { name: "Neste computador" });
  await user.click(screen.getAllByRole("button", { name: "Voltar" })[0] as HTMLElement);
  await screen.findByText("servidor/retaguarda");
});
