import { screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { answerWith, draw, status } from "@/test/render";
import { Presence } from "./Presence";

describe("presence", () => {
  it("sys_2_who_else_has_it_open_and_who_changes_it_is_seen_and_leaving_is_told", async () => {
    const told: [string, unknown][] = [];
    answerWith((command, request) => {
      if (command !== "presence.others") {
        told.push([command, request]);
        return command === "app.status" ? status : {};
      }
      return [
        { user_id: "u2", name: "Daniela Prado Reis", editing: true },
        { user_id: "u3", name: "Caio Menezes", editing: false },
      ];
    });
    const { container, unmount } = draw(<Presence kind="customer" id="c1" editing />);
    expect(await screen.findByText("Daniela está editando")).toBeTruthy();
    expect(screen.getByRole("img", { name: "Caio Menezes está com este registro aberto" }).textContent).toBe(
      "CM",
    );
    expect(told[0]).toEqual(["presence.here", { at: { kind: "customer", id: "c1" }, editing: true }]);
    const report = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(report.violations.map((violation) => violation.id)).toEqual([]);
    unmount();
    await waitFor(() => expect(told.at(-1)).toEqual(["presence.gone", { kind: "customer", id: "c1" }]));
  });

  it("alone_one_sees_nothing", async () => {
    let asked = false;
    answerWith((command) => {
      asked ||= command === "presence.others";
      return command === "presence.others" ? [] : {};
    });
    const { container } = draw(<Presence kind="quote" id="q1" />);
    await waitFor(() => expect(asked).toBe(true));
    expect(container.querySelector("output")?.textContent).toBe("");
  });
});
