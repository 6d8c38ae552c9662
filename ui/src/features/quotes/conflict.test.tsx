import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { QuoteContent } from "@/bindings";
import { CommandError } from "@/ipc";
import { draw } from "@/test/render";
import { ConflictNotice } from "./ConflictNotice";
import type { Autosave } from "./useAutosave";
import { type Editor, newLine, withKeys, withoutKeys } from "./useEditor";

const empty: QuoteContent = {
  contact_name: "Rui",
  valid_until: "2026-12-10",
  one_off_discount_bp: 0,
  monthly_discount_bp: 0,
  tax_bp: null,
  introduction: "",
  terms: "",
  lines: [],
};

describe("two people write the same quote", () => {
  it("sys_2_the_choice_of_each_field_is_shown_and_saved_on_the_newer_version", () => {
    const { lines } = withoutKeys({
      ...withKeys(empty),
      lines: [{ ...newLine("monthly"), description: "Fibra 600" }],
    });
    const mine = { ...empty, contact_name: "Dona Cida" };
    const theirs = { ...empty, lines, terms: "Pagamento em dez dias." };
    const params = {
      by: "Caio Menezes",
      at: "2026-11-23T12:00:00Z",
      current: { version: { version: 8 }, content: theirs },
    };
    const replace = vi.fn();
    const goOn = vi.fn();
    draw(
      <ConflictNotice
        error={new CommandError("quotes.save_draft", "conflict", params)}
        mine={mine}
        editor={{ replace } as unknown as Editor}
        saving={{ base: () => empty, goOn } as unknown as Autosave}
      />,
    );
    expect(screen.getByRole("radio", { name: /Fibra 600 · 1 × R\$/ }).getAttribute("aria-checked")).toBe(
      "true",
    );
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    const chosen = { ...theirs, contact_name: "Dona Cida" };
    expect(replace).toHaveBeenCalledWith(chosen);
    expect(goOn).toHaveBeenCalledWith(chosen, theirs, 8);
  });
});
