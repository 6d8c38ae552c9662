import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import { setConnected } from "@/connection";
import { useCommandQuery } from "@/ipc";
import { answerWith, draw, status } from "@/test/render";
import { App } from "./App";

const away = { code: "unavailable", params: { reason: "database_unreachable" }, issues: [] };

beforeEach(() => {
  window.location.hash = "";
  setConnected(true);
});

describe("the connection", () => {
  it("sys_1_a_lost_connection_is_shown_and_tried_again_until_it_is_back", async () => {
    let there = true;
    let asked = 0;
    answerWith((command) => {
      if (!there) throw away;
      if (command === "app.status") asked += 1;
      return command === "app.status" ? status : { list: [], unread: 0 };
    });
    const { container } = render(<App />);
    await screen.findByRole("navigation");
    expect(screen.queryByText(/Sem conexão com o banco/)).toBeNull();
    there = false;
    setConnected(false);
    const bar = (await screen.findByText(/Sem conexão com o banco/)).closest("[role=status]");
    expect(bar?.textContent).toContain("O que você digitou continua na tela");
    const report = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(report.violations.map((violation) => violation.id)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Tentar agora" }));
    expect(screen.getByText("SQLite · sem conexão")).toBeTruthy();
    there = true;
    asked = 0;
    await waitFor(() => expect(screen.queryByText(/Sem conexão com o banco/)).toBeNull());
    expect(asked).toBeGreaterThan(0);
  });

  it("sys_1_what_was_read_stays_while_the_database_is_away", async () => {
    let there = true;
    answerWith(() => {
      if (!there) throw away;
      return { list: [{ id: "n1" }], unread: 7 };
    });
    function Screen() {
      const query = useCommandQuery("notices.list", {});
      return (
        <>
          <output>
            {query.data?.unread} {query.isError ? "broken" : "whole"}
          </output>
          <button type="button" onClick={() => void query.refetch()}>
            ler
          </button>
        </>
      );
    }
    draw(<Screen />);
    await screen.findByText("7 whole");
    there = false;
    await userEvent.click(screen.getByRole("button"));
    expect(screen.getByText("7 whole")).toBeTruthy();
  });
});
