import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ImportSummary, Inspection, Job, PastImport, Rejection } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import ImportPage from "./ImportPage";

vi.setConfig({ testTimeout: 40_000 });

const went = vi.fn();
const route = vi.hoisted(() => ({ target: undefined as string | undefined }));
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: () => route.target,
  useRouteParam: () => undefined,
  RouterLink: "a",
}));

const inspection: Inspection = {
  source: { kind: "csv", encoding: "windows-1252", delimiter: ";", sheet: "", sha256: "abc" },
  header_line: 3,
  columns: [
    { title: "Quem", field: null, samples: ["Ana Lima", "Eva Sá"] },
    { title: "CPF", field: "cpf", samples: ["529.982.247-25"] },
  ],
  rows: 3,
  fields: ["code", "name", "cpf", "email"],
  missing: ["name"],
  price_table: null,
  remembered: false,
  unfinished: null,
};

const summary: ImportSummary = {
  created: 1,
  updated: 0,
  unchanged: 1,
  rejected: 1,
  skipped: 1,
  renumbered: 0,
  without_address: 0,
  reasons: { document_check_digits: 1, too_long: 1 },
  dry_run: true,
};

const rejections: Rejection[] = [
  {
    line: 5,
    field: "cpf",
    column: "CPF",
    code: "document_check_digits",
    params: {},
    value: "529.982.247-26",
  },
  { line: 5, field: "name", column: "Quem", code: "too_long", params: { max: "200" }, value: "<b>x</b>" },
];

function job(part: Partial<Job>): Job {
  return {
    id: "j1",
    kind: "import_dry_run",
    state: "done",
    title: "clientes.csv",
    done: 3,
    total: 3,
    result: summary,
    started_by_name: "Wanda",
    started_at: "2026-11-23T12:00:00Z",
    ended_at: "2026-11-23T12:00:01Z",
    ...part,
  };
}

interface Play {
  permissions?: string[];
  found?: Inspection;
  refuse?: unknown;
  job?: (id: string) => Job;
  past?: PastImport[];
}

let visit = 0;

/** A person of their own in each test: what one has begun is not the next one's. */
function play({ permissions, found, refuse, job: answer, past }: Play = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  visit += 1;
  const user = { ...status.user, id: `u${visit}`, permissions: permissions ?? ["customers.import"] };
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status") return { ...status, user };
    if (command === "imports.inspect") {
      if (refuse) throw refuse;
      return found ?? inspection;
    }
    if (command === "imports.dry_run") return { id: "check" };
    if (command === "imports.run") return { id: "run" };
    if (command === "imports.rejections") return { rejections, total: 1_234 };
    if (command === "jobs.get") return (answer ?? ((id) => job({ id })))(request.id as string);
    if (command === "imports.recent") return past ?? [];
    if (command === "imports.undo") return { id: "undo" };
    if (command === "jobs.cancel") return {};
    throw new Error(command);
  });
  draw(<ImportPage />);
  return asked;
}

async function look(path = "/dados/clientes.csv") {
  await userEvent.type(await screen.findByLabelText(/caminho do arquivo/), `${path}{Enter}`);
}

/** The columns, with the one that was not recognised taken for the name. */
async function lookAndChoose() {
  await look();
  await userEvent.click(await screen.findByRole("combobox", { name: /coluna Quem/ }));
  await userEvent.click(await screen.findByRole("option", { name: "Nome" }));
}

const button = (name: RegExp) => screen.findByRole("button", { name });
const of = (asked: [string, Record<string, unknown>][], command: string) =>
  asked.filter(([name]) => name === command).map(([, request]) => request);

beforeEach(() => {
  route.target = undefined;
  went.mockClear();
});

describe("imports", () => {
  it("sys_5_shows_what_was_recognised_and_asks_for_a_column_that_is_missing", async () => {
    play();
    await look();
    await screen.findByText("Windows-1252");
    for (const fact of ["ponto e vírgula", "linha 3", "Texto (CSV)", "Ana Lima · Eva Sá"])
      expect(screen.getByText(fact)).toBeTruthy();
    expect(screen.getByText(/Falta a coluna de: Nome/)).toBeTruthy();
    expect((await button(/Conferir/)).hasAttribute("disabled")).toBe(true);
    const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });

  it("sys_5_checks_by_keyboard_with_the_chosen_columns_and_tells_each_line_why", async () => {
    const asked = play();
    await lookAndChoose();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    const lines = await screen.findByRole("table");
    expect(of(asked, "imports.dry_run")).toEqual([
      {
        target: "customers",
        path: "/dados/clientes.csv",
        sha256: "abc",
        columns: ["name", "cpf"],
        resume: false,
      },
    ]);
    const rows = within(lines).getAllByRole("row");
    expect(rows[1]?.textContent).toContain("5CPF529.982.247-26Os dígitos verificadores não conferem");
    expect(rows[2]?.textContent).toContain("<b>x</b>");
    expect(rows[2]?.textContent).toContain("200");
    expect(screen.getByText(/Mais 1\.232/)).toBeTruthy();
    expect(screen.getByText("Até aqui nada foi alterado.")).toBeTruthy();
    expect(of(asked, "imports.run")).toEqual([]);
    const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });

  it("sys_5_imports_once_and_leads_to_the_list", async () => {
    const asked = play();
    await lookAndChoose();
    await userEvent.click(await button(/Conferir/));
    await userEvent.click(await button(/Importar 1 linha/));
    await screen.findByText("Importado");
    expect(of(asked, "imports.run")).toHaveLength(1);
    await userEvent.click(await button(/Abrir a lista de clientes/));
    expect(went).toHaveBeenCalledWith("/customers");
  });

  it("sys_5_says_that_the_same_file_again_changes_nothing_and_offers_no_import", async () => {
    const again = { ...summary, created: 0, unchanged: 3, rejected: 0, reasons: {} };
    play({ job: (id) => job({ id, result: again }) });
    await lookAndChoose();
    await userEvent.click(await button(/Conferir/));
    await screen.findByText(/importar este arquivo outra vez não muda nada/);
    expect(screen.queryByRole("button", { name: /^Importar/ })).toBeNull();
  });

  it("sys_8_shows_how_far_it_is_and_can_be_stopped", async () => {
    const running = (id: string) => job({ id, state: "running", done: 500, total: 2_000, ended_at: null });
    const asked = play({ job: running });
    await lookAndChoose();
    await userEvent.click(await button(/Conferir/));
    await screen.findByText("500 de 2.000 linhas");
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
    await userEvent.click(await button(/Interromper/));
    await waitFor(() => expect(of(asked, "jobs.cancel")).toEqual([{ id: "check" }]));
  });

  it("sys_5_a_change_of_columns_asks_for_a_new_check", async () => {
    play();
    await lookAndChoose();
    await userEvent.click(await button(/Conferir/));
    await button(/Importar 1 linha/);
    await userEvent.click(await button(/Mostrar as colunas/));
    await userEvent.click(screen.getByRole("combobox", { name: /coluna CPF/ }));
    await userEvent.click(await screen.findByRole("option", { name: "E-mail" }));
    await button(/Conferir sem importar/);
    expect(screen.queryByText("Até aqui nada foi alterado.")).toBeNull();
  });

  it("sys_5_a_file_that_is_no_table_is_refused_in_words", async () => {
    const issue = { field: "path", code: "file_not_a_table", params: { kind: "PNG" } };
    play({ refuse: { code: "invalid", params: {}, issues: [issue] } });
    await look("/dados/foto.xlsx");
    expect((await screen.findByRole("alert")).textContent).toContain("Isto não é uma tabela, e sim PNG");
  });

  it("sys_5_a_refused_check_names_the_column_and_lets_it_be_put_right", async () => {
    const twice = { field: "columns.1", code: "field_twice", params: {} };
    const failed = { code: "invalid", params: {}, issues: [twice] };
    play({ job: (id) => job({ id, state: "failed", result: failed }) });
    await lookAndChoose();
    await userEvent.click(await button(/Conferir/));
    expect((await screen.findByRole("alert")).textContent).toContain("Duas colunas têm este campo.");
    expect((await button(/Conferir/)).hasAttribute("disabled")).toBe(false);
    expect(screen.getByRole("combobox", { name: /coluna CPF/ }).getAttribute("aria-invalid")).toBe("true");
  });

  it("sys_4_offers_only_what_the_person_may_import", async () => {
    play({ permissions: ["products.write"] });
    await screen.findByText("Solte aqui a tabela de preços");
    expect(screen.queryByRole("radiogroup")).toBeNull();
  });

  it("sys_4_without_any_permission_says_so", async () => {
    play({ permissions: [] });
    await screen.findByText("Você não tem acesso a esta tela");
  });

  it("sys_8_a_visit_elsewhere_and_back_finds_the_work_as_it_was", async () => {
    const asked = play();
    await look();
    await screen.findByText("Windows-1252");
    document.body.replaceChildren();
    draw(<ImportPage />);
    await screen.findByText("Windows-1252");
    expect(of(asked, "imports.inspect")).toHaveLength(1);
  });

  it("sys_5_goes_on_where_an_import_of_the_file_stopped", async () => {
    const unfinished = { lines_done: 2, started_at: "2026-11-23T12:00:00Z" };
    const asked = play({ found: { ...inspection, unfinished, remembered: true } });
    await look();
    await screen.findByText(/parou na linha 2 de 3/);
    await screen.findByText(/escolhidos da última vez/);
    await userEvent.click(await button(/Continuar de onde parou/));
    await waitFor(() => expect(of(asked, "imports.run")[0]?.resume).toBe(true));
  });

  it("sys_5_takes_a_whole_import_back_and_tells_what_stays", async () => {
    const undone = {
      customers: 1_233,
      contracts: 900,
      kept_count: 1,
      kept: [{ customer_id: "c1", code: 17, name: "Ana Lima", reason: "changed_since" }],
    };
    const past: PastImport = {
      id: "run1",
      target: "customers",
      title: "clientes.csv",
      lines_done: 1_234,
      lines_total: 1_234,
      summary: { ...summary, created: 1_234 },
      started_by_name: "Wanda",
      started_at: "2026-11-23T12:00:00Z",
      undone_at: null,
      made: 2_134,
    };
    const asked = play({ past: [past], job: (id) => job({ id, kind: "import_undo", result: undone }) });
    await userEvent.click(await button(/^Desfazer$/));
    await screen.findByText(/Remover os 1.234 clientes/);
    expect(of(asked, "imports.undo")).toEqual([]);
    await userEvent.click(await button(/^Remover$/));
    await screen.findByText("Removidos: 1.233 clientes e 900 contratos.");
    await screen.findByText(/foi alterado depois/);
    expect(of(asked, "imports.undo")).toEqual([{ id: "run1" }]);
  });
});
