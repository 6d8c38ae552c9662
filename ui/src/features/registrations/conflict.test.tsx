import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Registration, RegistrationContent } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import { SaleConflict } from "./SaleConflict";
import { emptyContent, useSale } from "./useSale";

const start = { id: "s1", version: 3, content: { ...emptyContent, name: "Cida Teles", city: "Campinas" } };
const theirs = {
  id: "s1",
  version: 4,
  content: { ...start.content, name: "Aparecida Teles", city: "Sumaré" },
};

function Seller() {
  const sale = useSale(start as unknown as Registration, () => {});
  return (
    <>
      <input
        aria-label="nome"
        value={sale.content.name}
        onChange={(e) => sale.set("name", e.currentTarget.value)}
      />
      <SaleConflict form={sale} />
      <output>{`${sale.state} ${sale.content.city}`}</output>
    </>
  );
}

describe("two windows write the same sale", () => {
  it("sys_2_both_versions_are_shown_and_the_choice_is_saved_on_the_newer_one", async () => {
    const sent: { version: number; content: RegistrationContent }[] = [];
    answerWith((command, request) => {
      if (command === "app.status") return status;
      if (command === "registrations.check") return { form: [], checks: [], suspects: [], issues: [] };
      if (command !== "registrations.save_draft") return [];
      const asked = request as unknown as (typeof sent)[number];
      sent.push(asked);
      if (asked.version === 3) {
        const params = { by: "Nívea Torres", at: "2026-11-23T12:00:00Z", current: theirs };
        throw { code: "conflict", params, issues: [] };
      }
      return { id: "s1", version: 5, content: asked.content };
    });
    const { container } = draw(<Seller />);
    fireEvent.change(screen.getByLabelText("nome"), { target: { value: "Cida G. Teles" } });
    await screen.findByText(/Nívea Torres salvou este registro/);
    expect(screen.getByRole("radio", { name: /Cida G. Teles/ }).getAttribute("aria-checked")).toBe("true");
    expect(screen.getByRole("radio", { name: /Sumaré/ }).getAttribute("aria-checked")).toBe("true");
    const report = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(report.violations.map((violation) => violation.id)).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(sent.at(-1)?.version).toBe(4));
    expect(sent.at(-1)?.content).toMatchObject({ name: "Cida G. Teles", city: "Sumaré" });
    await screen.findByText("saved Sumaré");
  });
});
