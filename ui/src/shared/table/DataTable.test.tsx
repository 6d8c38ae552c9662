import { act, createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useCallback } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { answerWith, draw } from "@/test/render";
import { type Column, DataTable, safeCell, toTsv, useLocalRows, useRows } from ".";

interface Row {
  id: string;
  name: string;
  cents: number;
}

const columns: Column<Row>[] = [
  { id: "name", header: "Nome", cell: (row) => row.name, sort: true },
  { id: "value", header: "Valor", cell: (row) => row.cents, align: "right", sort: "cents" },
  { id: "secret", header: "Código", cell: (row) => row.id, hidden: true },
];

const TOTAL = 1_000_000;
let asked: { offset: number; limit: number; sort: unknown }[] = [];

function page(offset: number, limit: number): Row[] {
  return Array.from({ length: limit }, (_, at) => ({
    id: `${offset + at}`,
    name: `Cliente ${offset + at}`,
    cents: 1,
  }));
}

interface HarnessProps {
  onOpen?: (row: Row) => void;
  onSelect?: (rows: Map<string, Row>) => void;
  onFocusRow?: (row: Row) => void;
}

function Harness({ onOpen, onSelect, onFocusRow }: HarnessProps) {
  const request = useCallback((window: object) => window as never, []);
  const source = useRows("app.status", request, { pick: (answer) => answer as never });
  return (
    <div style={{ height: 400 }}>
      <DataTable
        id="probe"
        label="Clientes"
        source={source as never}
        columns={columns}
        rowId={(row) => row.id}
        selectable
        onOpen={onOpen}
        onSelect={onSelect}
        onFocusRow={onFocusRow}
      />
    </div>
  );
}

beforeEach(() => {
  asked = [];
  localStorage.clear();
  // jsdom measures nothing; the virtual list needs a window to fill.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
  answerWith((_, request) => {
    const window = request as unknown as (typeof asked)[number];
    asked.push(window);
    return { rows: page(window.offset, window.limit), total: TOTAL };
  });
});

const grid = () => screen.getByRole("grid", { name: "Clientes" });

describe("DataTable", () => {
  it("loads_only_what_is_in_sight_and_tells_the_true_count", async () => {
    draw(<Harness />);
    await screen.findByText("Cliente 0");
    expect(grid().getAttribute("aria-rowcount")).toBe(String(TOTAL + 1));
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    expect(asked.map((window) => window.offset)).toEqual([0]);
  });

  it("reaches_the_last_of_a_million_rows", async () => {
    draw(<Harness />);
    await screen.findByText("Cliente 0");
    const scroller = grid();
    Object.defineProperty(scroller, "scrollTop", { value: TOTAL * 32 - 400, writable: true });
    fireEvent.scroll(scroller);
    await screen.findByText("Cliente 999999");
    expect(asked.map((window) => window.offset)).toEqual([0, 999_900]);
  });

  it("sorts_on_the_server", async () => {
    draw(<Harness />);
    await screen.findByText("Cliente 0");
    await userEvent.click(screen.getByRole("button", { name: "Valor" }));
    await waitFor(() => expect(asked.at(-1)?.sort).toEqual({ by: "cents", descending: false }));
    expect(screen.getByRole("columnheader", { name: /Valor/ }).getAttribute("aria-sort")).toBe("ascending");
    await userEvent.click(screen.getByRole("button", { name: "Valor" }));
    await waitFor(() => expect(asked.at(-1)?.sort).toEqual({ by: "cents", descending: true }));
  });

  it("is_walked_marked_and_opened_by_keyboard", async () => {
    const open = vi.fn();
    const select = vi.fn();
    draw(<Harness onOpen={open} onSelect={select} />);
    await screen.findByText("Cliente 0");
    act(() => grid().focus());
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(open).toHaveBeenLastCalledWith(expect.objectContaining({ id: "2" }));
    await userEvent.keyboard(" ");
    const marked = () => [...(select.mock.lastCall?.[0].keys() ?? [])];
    expect(marked()).toEqual(["2"]);
    await userEvent.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    await waitFor(() => expect(marked()).toEqual(["2", "3", "4"]));
    expect(screen.getByText("3 registros marcados")).toBeTruthy();
  });

  it("a_jump_to_the_end_hands_on_the_row_when_it_arrives", async () => {
    const focus = vi.fn();
    draw(<Harness onFocusRow={focus} />);
    await screen.findByText("Cliente 0");
    const scroller = grid();
    let top = 0;
    Object.defineProperty(scroller, "scrollTop", { get: () => top });
    Object.defineProperty(scroller, "scrollHeight", { value: TOTAL * 32 + 31 });
    scroller.scrollTo = ((options: { top: number }) => {
      top = options.top;
      fireEvent.scroll(scroller);
    }) as never;
    act(() => scroller.focus());
    await userEvent.keyboard("{End}");
    await waitFor(() => expect(focus).toHaveBeenLastCalledWith(expect.objectContaining({ id: "999999" })));
  });

  it("copies_marked_rows_for_a_spreadsheet", async () => {
    draw(<Harness />);
    await screen.findByText("Cliente 0");
    act(() => grid().focus());
    await userEvent.keyboard("{ArrowDown} ");
    const setData = vi.fn();
    const event = createEvent.copy(grid(), { clipboardData: { setData } });
    fireEvent(grid(), event);
    expect(setData).toHaveBeenCalledWith("text/plain", "Nome\tValor\nCliente 1\t1");
  });

  it("remembers_chosen_columns", async () => {
    const first = draw(<Harness />);
    await screen.findByText("Cliente 0");
    expect(screen.queryByRole("columnheader", { name: /Código/ })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Colunas" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: "Código" }));
    expect(screen.getByRole("columnheader", { name: /Código/ })).toBeTruthy();
    await waitFor(() => expect(localStorage.getItem("rg.table.probe")).toContain('"secret":true'));
    first.unmount();
    draw(<Harness />);
    expect(await screen.findByRole("columnheader", { name: /Código/ })).toBeTruthy();
  });

  it("columns_get_wider_and_narrower_by_keyboard_alone", async () => {
    draw(<Harness />);
    await screen.findByText("Cliente 0");
    const grip = () => screen.getByRole("separator", { name: "Largura da coluna Nome" });
    const before = Number(grip().getAttribute("aria-valuenow"));
    screen.getByRole("button", { name: "Colunas" }).focus();
    await userEvent.keyboard("{Enter}");
    const wider = await screen.findByRole("button", { name: "Alargar Nome" });
    while (document.activeElement !== wider) await userEvent.tab();
    await userEvent.keyboard("{Enter}{Enter}");
    await waitFor(() => expect(grip().getAttribute("aria-valuenow")).toBe(`${before + 32}`));
    await userEvent.tab({ shift: true });
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(grip().getAttribute("aria-valuenow")).toBe(`${before + 16}`));
    await waitFor(() => expect(localStorage.getItem("rg.table.probe")).toContain(`"name":${before + 16}`));
    expect(screen.getByRole("button", { name: "Alargar Código" })).toHaveProperty("disabled", true);
  });

  it("says_what_went_wrong_and_tries_again", async () => {
    answerWith(() => {
      throw { code: "internal", params: { id: "ab12" }, issues: [] };
    });
    draw(<Harness />);
    expect((await screen.findByRole("alert")).textContent).toContain("ab12");
    answerWith(() => ({ rows: page(0, 100), total: 1 }));
    await userEvent.click(screen.getByRole("button", { name: "Tentar de novo" }));
    expect(await screen.findByText("Cliente 0")).toBeTruthy();
  });

  it("shows_the_empty_state", () => {
    function Empty() {
      return (
        <DataTable
          id="e"
          label="Vazia"
          source={useLocalRows<Row>([])}
          columns={columns}
          rowId={(row) => row.id}
        />
      );
    }
    draw(<Empty />);
    expect(screen.getByText("Nenhum registro")).toBeTruthy();
  });

  it("has_no_accessibility_violation", async () => {
    const { container } = draw(<Harness />);
    await screen.findByText("Cliente 0");
    const report = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(report.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  });

  it("formulas_are_copied_as_text_and_figures_as_figures", () => {
    expect(safeCell("=1+1")).toBe("'=1+1");
    expect(safeCell("@sum")).toBe("'@sum");
    expect(safeCell("+55 (19) x")).toBe("'+55 (19) x");
    expect(safeCell("-12,50")).toBe("-12,50");
    expect(safeCell("a\tb\nc")).toBe("a b c");
    expect(toTsv(columns.slice(0, 1), [{ id: "1", name: "-x", cents: 1 }])).toBe("Nome\n'-x");
  });
});
