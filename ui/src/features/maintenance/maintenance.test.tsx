import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { BackupStanding } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import MaintenancePage from "./MaintenancePage";

vi.setConfig({ testTimeout: 30_000 });

const standing: BackupStanding = {
  plan: {
    folder: "/media/copias",
    at_hour: 12,
    keep_copies: 14,
    last_at: "2026-11-23T15:00:00Z",
    last_file: "",
    last_error: "backup_folder_missing",
    version: 3,
  },
  copies: [{ name: "retaguarda-2026-11-22-120000.db", bytes: 41_000_000, made_at: "2026-11-22T15:00:00Z" }],
  by_server: false,
};

function open(given: BackupStanding) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "maintenance.verify")
      return {
        audit_entries: 90,
        audit_broken_at: [17],
        integrity: [{ code: "search_stale", params: { count: "2", codes: "7, 9" } }],
        numbers: [
          {
            code: "number_gap",
            params: { series: "quotes", year: "2026", count: "8", lowest: "1", highest: "9" },
          },
        ],
      };
    return given;
  });
  const { container } = draw(
    <main>
      <MaintenancePage />
    </main>,
  );
  return { asked, container };
}

it("sys_6_the_plan_is_saved_a_failure_told_and_a_copy_made_at_once", async () => {
  const { asked, container } = open(standing);
  const user = userEvent.setup();
  await screen.findByText(/não foi feita: a pasta não está acessível/);
  screen.getByText("41 MB");
  const keep = screen.getByLabelText("Cópias que ficam");
  await user.clear(keep);
  await user.type(keep, "7");
  await user.click(screen.getByRole("button", { name: /Salvar/ }));
  await waitFor(() => expect(asked.map(([command]) => command)).toContain("maintenance.save_backup_plan"));
  const saved = asked.find(([command]) => command === "maintenance.save_backup_plan")?.[1];
  expect([saved?.keep_copies, saved?.version]).toEqual([7, 3]);
  await user.click(screen.getByRole("button", { name: /Copiar agora/ }));
  expect(asked.map(([command]) => command)).toContain("maintenance.backup_now");
  await user.click(screen.getByRole("button", { name: "Conferir" }));
  await screen.findByText("Um registro da auditoria não confere: o de número 17.");
  screen.getByText(/a busca não encontra pelo que está nelas: 2 \(códigos 7, 9\)/);
  screen.getByText("A numeração de orçamentos de 2026 tem falhas: 8 números entre 1 e 9.");
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
});

it("sys_6_a_server_copies_by_itself_and_the_screen_says_how", async () => {
  open({ ...standing, by_server: true });
  await screen.findByText(/pg_dump --format=custom/);
  expect(screen.queryByRole("button", { name: /Copiar agora/ })).toBeNull();
});

const copy = {
  file: "/media/copias/retaguarda-2026-11-22-120000.db",
  bytes: 41_000_000,
  company: "ACME",
  customers: 1_204,
  last_change_at: "2026-11-22T14:58:00Z",
  changes_lost: 37,
  lost_since: "2026-11-22T15:02:00Z",
  same_base: true,
};

it("sys_6_going_back_to_a_copy_names_what_is_lost_before_it_is_done", async () => {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "maintenance.about_copy") return copy;
    if (command === "maintenance.restore")
      return { file: copy.file, kept_as: "/dados/antes.db", in_doubt: 0 };
    return standing;
  });
  draw(
    <main>
      <MaintenancePage />
    </main>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /Restaurar a cópia de 22\/11\/2026/ }));
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText(/37 alterações/);
  within(dialog).getByText(/tudo o que foi feito desde 22\/11\/2026/);
  within(dialog).getByText(/ACME, com 1\.204 clientes/);
  const found = await axe.run(dialog, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Não restaurar" }));
  expect(asked.map(([command]) => command)).not.toContain("maintenance.restore");
  await user.click(screen.getByRole("button", { name: /Restaurar a cópia de/ }));
  await user.click(await screen.findByRole("button", { name: "Restaurar esta cópia" }));
  await waitFor(() => expect(asked).toContainEqual(["maintenance.restore", { file: copy.file }]));
  await screen.findByText(/O banco anterior ficou em \/dados\/antes\.db/);
});

it("sys_6_a_copy_that_cannot_be_used_says_why_and_offers_no_way_on", async () => {
  answerWith((command) => {
    if (command === "maintenance.about_copy")
      throw { code: "unavailable", params: { reason: "copy_newer", detail: "" }, issues: [] };
    return standing;
  });
  draw(
    <main>
      <MaintenancePage />
    </main>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /Restaurar a cópia de/ }));
  await screen.findByText(/versão mais nova do programa/);
  expect(screen.queryByRole("button", { name: "Restaurar esta cópia" })).toBeNull();
});
