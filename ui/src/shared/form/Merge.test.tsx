import { fireEvent, screen } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { CommandError } from "@/ipc";
import { draw } from "@/test/render";
import { differing, Merge } from "./Merge";

const base = { version: 1, name: "ACME", city: "Campinas", uf: "SP" };
const mine = { version: 1, name: "ACME Serviços", city: "Campinas", uf: "RJ" };
const theirs = { version: 2, name: "ACME Ltda.", city: "Sumaré", uf: "SP" };
const fields = [
  { name: "name" as const, label: "Nome" },
  { name: "city" as const, label: "Cidade" },
  { name: "uf" as const, label: "Estado" },
];
const refusal = (code: "conflict" | "invalid") =>
  new CommandError("company.save", code, { by: "Rita", at: "2026-11-23T12:00:00Z", current: theirs });

describe("merge", () => {
  it("sys_2_what_only_one_side_changed_is_taken_from_that_side", () => {
    expect(differing(base, mine, theirs, ["name", "city", "uf"])).toEqual([
      { name: "name", proposed: "mine", disputed: true },
      { name: "city", proposed: "theirs", disputed: false },
      { name: "uf", proposed: "mine", disputed: false },
    ]);
  });

  it("sys_2_the_choice_is_saved_on_the_other_s_version", async () => {
    const merged = vi.fn();
    const { container } = draw(
      <Merge error={refusal("conflict")} base={base} mine={mine} fields={fields} onMerged={merged} />,
    );
    expect(container.textContent).toContain("Rita salvou este registro em 23/11/2026 09:00");
    expect(screen.getByRole("radio", { name: /Sumaré/ }).getAttribute("aria-checked")).toBe("true");
    fireEvent.click(screen.getByRole("radio", { name: /ACME Ltda/ }));
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    expect(merged).toHaveBeenCalledWith({ version: 2, name: "ACME Ltda.", city: "Sumaré", uf: "RJ" }, theirs);
  });

  it("sys_2_both_sides_can_be_taken_whole_and_lists_that_are_equal_are_no_difference", () => {
    const merged = vi.fn();
    const lists = { ...base, phones: ["1", "2"] };
    expect(differing(lists, { ...lists, phones: ["1", "2"] }, lists, ["phones"])).toEqual([]);
    draw(<Merge error={refusal("conflict")} base={base} mine={mine} fields={fields} onMerged={merged} />);
    expect(screen.getAllByText("os dois mudaram")).toHaveLength(1);
    fireEvent.click(screen.getByRole("button", { name: "Ficar com a outra" }));
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    expect(merged).toHaveBeenLastCalledWith(theirs, theirs);
    fireEvent.click(screen.getByRole("button", { name: "Ficar com a minha" }));
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    expect(merged).toHaveBeenLastCalledWith({ ...mine, city: "Campinas", version: 2 }, theirs);
  });

  it("other_refusals_are_not_its_business", () => {
    const { container } = draw(
      <Merge error={refusal("invalid")} base={base} mine={mine} fields={fields} onMerged={() => {}} />,
    );
    expect(container.querySelector("[role=alert]")).toBeNull();
  });
});
