import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ProductRow, QuoteContent } from "@/bindings";
import { fromProduct } from "./LineRow";
import { numberText, statuses } from "./states";
import { inserted, moved, newLine, useEditor, withoutKeys } from "./useEditor";

const empty: QuoteContent = {
  contact_name: "",
  valid_until: "2026-12-08",
  one_off_discount_bp: 0,
  monthly_discount_bp: 0,
  tax_bp: null,
  introduction: "",
  terms: "",
  lines: [],
};

function lines(...charges: ("one_off" | "monthly")[]) {
  return charges.map((charge, at) => ({ ...newLine(charge), key: `k${at}` }));
}

const order = (list: { key: string }[]) => list.map((line) => line.key).join();

describe("the lines of a quote", () => {
  it("quo_1_a_line_moves_within_its_section_only", () => {
    const three = lines("one_off", "monthly", "one_off");
    expect(order(moved(three, "k2", -1))).toBe("k2,k1,k0");
    expect(order(moved(three, "k1", -1))).toBe("k0,k1,k2");
    expect(order(moved(three, "k0", -1))).toBe("k0,k1,k2");
  });

  it("quo_1_a_new_line_comes_right_after_the_one_where_enter_was_pressed", () => {
    const line = { ...newLine("one_off"), key: "new" };
    expect(order(inserted(lines("one_off", "one_off"), line, "k0"))).toBe("k0,new,k1");
    expect(order(inserted(lines("one_off"), line, null))).toBe("k0,new");
  });

  it("quo_1_a_product_sold_by_the_month_alone_goes_to_the_monthly_section", () => {
    const product: ProductRow = {
      id: "p",
      code: "P1",
      name: "Suporte",
      unit: "mês",
      note: "Em 4 horas",
      active: true,
      one_off_cents: null,
      monthly_cents: 7900,
    };
    const patch = fromProduct(newLine("one_off"), product);
    expect(patch).toMatchObject({ charge: "monthly", unit_price_cents: 7900, unit: "mês" });
    expect(patch.description).toBe("Suporte\nEm 4 horas");
  });
});

describe("the way back", () => {
  it("typing_on_is_one_step_and_another_field_is_another", () => {
    vi.useFakeTimers();
    const { result } = renderHook(() => useEditor(empty));
    act(() => result.current.set("contact_name", "S"));
    act(() => result.current.set("contact_name", "Sônia"));
    act(() => result.current.set("terms", "À vista"));
    act(() => result.current.undo());
    expect(withoutKeys(result.current.content)).toEqual({ ...empty, contact_name: "Sônia" });
    act(() => result.current.undo());
    expect(withoutKeys(result.current.content)).toEqual(empty);
    act(() => result.current.undo());
    act(() => result.current.redo());
    expect(result.current.content.contact_name).toBe("Sônia");
    vi.useRealTimers();
  });

  it("sys_2_what_was_typed_comes_back_after_taking_the_others_version", () => {
    const { result } = renderHook(() => useEditor(empty));
    act(() => result.current.set("terms", "Meu texto"));
    act(() => result.current.replace({ ...empty, terms: "Texto de outra pessoa" }));
    act(() => result.current.undo());
    expect(result.current.content.terms).toBe("Meu texto");
  });
});

describe("words", () => {
  it("quo_3_numbers_have_four_digits_and_every_status_a_word", () => {
    expect(numberText({ year: 2026, number: 417 })).toBe("2026/0417");
    expect(statuses).toHaveLength(8);
  });
});
