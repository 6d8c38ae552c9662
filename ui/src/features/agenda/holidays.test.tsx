import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { DayOff } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import HolidaysPage from "./HolidaysPage";

vi.setConfig({ testTimeout: 30_000 });

function office(days: (year: number) => DayOff[]) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status") return status;
    if (command === "agenda.year") return days(Number(request.year));
    return {};
  });
  return asked;
}

const year = (of: number): DayOff[] => [
  { day: `${of}-07-14`, name: "Aniversário da cidade", code: null, scope: "city" },
  { day: `${of}-12-25`, name: "", code: "christmas", scope: "national" },
];

describe("holidays", () => {
  it("age_1_the_nation_s_have_names_and_only_one_s_own_can_be_removed", async () => {
    const asked = office(year);
    const { container } = draw(<HolidaysPage />);
    expect(await screen.findByText("Natal")).toBeTruthy();
    expect(screen.getAllByRole("button", { name: /^Retirar/ })).toHaveLength(1);
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Retirar Aniversário da cidade" }));
    await waitFor(() => expect(asked.some(([command]) => command === "agenda.remove_holiday")).toBe(true));
    await userEvent.click(await screen.findByRole("button", { name: "Desfazer" }));
    await waitFor(() => expect(asked.some(([command]) => command === "agenda.add_holiday")).toBe(true));
  });

  it("the_year_turns_and_a_day_is_added", async () => {
    const asked = office(year);
    draw(<HolidaysPage />);
    await screen.findByText("Natal");
    const now = Number(screen.getByLabelText("Ano").textContent);
    await userEvent.click(screen.getByRole("button", { name: "Próximo ano" }));
    expect(await screen.findByText(`14/07/${now + 1}`)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /Novo feriado/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("Data"), "20012027");
    await userEvent.type(within(dialog).getByLabelText("Nome"), "São Sebastião");
    await userEvent.click(within(dialog).getByRole("button", { name: "Salvar" }));
    await waitFor(() =>
      expect(asked).toContainEqual([
        "agenda.add_holiday",
        { day: "2027-01-20", name: "São Sebastião", scope: "city" },
      ]),
    );
    expect(await screen.findByText("14/07/2027")).toBeTruthy();
  });
});
