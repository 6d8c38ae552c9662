import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { draw } from "@/test/render";
import { DateField, DocumentInput, MoneyInput, PhoneInput, parseDate, parseDecimal } from ".";

function Money({ start, onChange }: { start: number | null; onChange: (cents: number | null) => void }) {
  const [cents, setCents] = useState(start);
  return (
    <MoneyInput
      label="Preço"
      value={cents}
      onChange={(next) => {
        setCents(next);
        onChange(next);
      }}
    />
  );
}

function Held({ as: Input, start = "" }: { as: typeof DocumentInput; start?: string }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <Input label="Campo" value={value} onChange={setValue} />
      <output>{value}</output>
    </>
  );
}

describe("decimals", () => {
  it("reads_what_people_type", () => {
    const cases: [string, number | null | undefined][] = [
      ["", null],
      ["1.234,56", 123456],
      ["1234,5", 123450],
      ["0,1", 10],
      [",5", 50],
      ["10.5", 1050],
      ["1.234", 123400],
      ["R$ 12", 1200],
      ["-3,20", -320],
      ["0,10", 10],
      ["70.368.744.177,66", 7036874417766],
      ["1,234", undefined],
      ["12.34,5", undefined],
      ["abc", undefined],
      ["-", undefined],
      ["99999999999999999999", undefined],
    ];
    for (const [text, cents] of cases) expect(parseDecimal(text, 2), text).toBe(cents);
  });

  it("never_loses_a_cent_to_floating_point", () => {
    for (const text of ["1,10", "1,15", "4,35", "8,29", "1.025,99", "90.071.992.547.409,91"]) {
      expect(String(parseDecimal(text, 2))).toBe(text.replace(/[.,]/g, ""));
    }
  });

  it("shows_cents_and_hands_on_cents", async () => {
    const change = vi.fn();
    draw(<Money start={123456} onChange={change} />);
    const field = screen.getByLabelText<HTMLInputElement>("Preço");
    expect(field.value).toBe("1.234,56");
    await userEvent.clear(field);
    await userEvent.type(field, "1500,5");
    expect(field.value).toBe("1500,5");
    expect(change).toHaveBeenLastCalledWith(150050);
    await userEvent.tab();
    expect(field.value).toBe("1.500,50");
  });

  it("keeps_and_marks_what_is_not_a_number", async () => {
    const change = vi.fn();
    draw(<Money start={null} onChange={change} />);
    const field = screen.getByLabelText<HTMLInputElement>("Preço");
    await userEvent.type(field, "12x");
    await userEvent.tab();
    expect(field.value).toBe("12x");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(change).toHaveBeenLastCalledWith(1200);
  });
});

describe("dates", () => {
  it("reads_dates_as_people_type_them", () => {
    expect(parseDate("25/11/2026")).toBe("2026-11-25");
    expect(parseDate("25112026")).toBe("2026-11-25");
    expect(parseDate("5/1", "2026-11-23")).toBe("2026-01-05");
    expect(parseDate("5.1.27")).toBe("2027-01-05");
    expect(parseDate("")).toBeNull();
    expect(parseDate("31/02/2026")).toBeUndefined();
    expect(parseDate("29/02/2027")).toBeUndefined();
    expect(parseDate("2511")).toMatch(/-11-25$/);
  });

  it("hands_on_iso_dates_and_keeps_a_wrong_one", async () => {
    const change = vi.fn();
    draw(<DateField label="Vencimento" value={null} onChange={change} />);
    const field = screen.getByLabelText<HTMLInputElement>("Vencimento");
    await userEvent.type(field, "25/11/2026");
    expect(change).toHaveBeenLastCalledWith("2026-11-25");
    await userEvent.clear(field);
    await userEvent.type(field, "31/02/2026");
    await userEvent.tab();
    expect(field.value).toBe("31/02/2026");
    expect(field.getAttribute("aria-invalid")).toBe("true");
  });
});

describe("masks", () => {
  it("cus_5_a_cnpj_with_letters_is_masked_as_it_is_typed", async () => {
    draw(<Held as={DocumentInput} />);
    const field = screen.getByLabelText<HTMLInputElement>("Campo");
    await userEvent.type(field, "12abc34501de35");
    expect(field.value).toBe("12.ABC.345/01DE-35");
    expect(screen.getByText("12ABC34501DE35")).toBeTruthy();
  });

  it("nothing_typed_is_cut_off", async () => {
    draw(<Held as={DocumentInput} />);
    const field = screen.getByLabelText<HTMLInputElement>("Campo");
    await userEvent.type(field, "123456789012345678");
    expect(screen.getByText("123456789012345678")).toBeTruthy();
  });

  it("the_caret_stays_beside_what_was_typed", async () => {
    draw(<Held as={PhoneInput} start="1998124471" />);
    const field = screen.getByLabelText<HTMLInputElement>("Campo");
    expect(field.value).toBe("(19) 9812-4471");
    field.focus();
    fireEvent.change(field, { target: { value: "(19) 99812-4471", selectionStart: 6, selectionEnd: 6 } });
    expect(field.value).toBe("(19) 99812-4471");
    expect(field.selectionStart).toBe(6);
  });

  it("backspace_on_a_mark_takes_the_character_before_it", async () => {
    draw(<Held as={DocumentInput} start="5299" />);
    const field = screen.getByLabelText<HTMLInputElement>("Campo");
    field.focus();
    field.setSelectionRange(4, 4);
    await userEvent.keyboard("{Backspace}");
    expect(field.value).toBe("529");
    expect(screen.getByText("529", { selector: "output" })).toBeTruthy();
  });
});
