import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { AppStatus, DemoStatus } from "@/bindings";
import { FirstRun } from "@/features/access/FirstRun";
import { SignIn } from "@/features/access/SignIn";
import { answerWith, draw, status } from "@/test/render";

vi.setConfig({ testTimeout: 30_000 });

const none: DemoStatus = { state: null, done: 0, total: null, people: [], password: "" };
const app = { ...status, user: null } as unknown as AppStatus;

function base(demo: DemoStatus, refuse?: object) {
  const asked: string[] = [];
  answerWith((command) => {
    asked.push(command);
    if (command === "demo.status") return demo;
    if (command === "demo.try_out" && refuse) throw refuse;
    return command === "demo.try_out" ? { id: "j1" } : status;
  });
  return asked;
}

async function accessible(container: HTMLElement) {
  const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

it("an_empty_base_offers_made_up_data_and_tells_what_it_is", async () => {
  const asked = base({ ...none, state: "running", done: 400, total: 1_000 });
  const { container } = draw(<FirstRun status={app} />);
  screen.getByText(/1.000 clientes inventados/);
  expect(screen.queryByText(/Não faça isso no banco/)).toBeNull();
  expect(asked).not.toContain("demo.try_out");
  await accessible(container);
  fireEvent.click(screen.getByRole("button", { name: "Experimentar com dados de demonstração" }));
  await screen.findByText(/400 de 1.000 clientes/);
  expect(asked).toContain("demo.try_out");
});

it("on_postgres_the_offer_warns_of_the_team_s_database", () => {
  base(none);
  draw(<FirstRun status={{ ...app, database: { ...app.database, engine: "postgres" } } as AppStatus} />);
  screen.getByText(/Não faça isso no banco em que a equipe vai trabalhar/);
});

it("a_base_that_is_in_use_says_so", async () => {
  base(none, { code: "invalid", issues: [{ field: "", code: "database_in_use", params: {} }] });
  draw(<FirstRun status={app} />);
  fireEvent.click(screen.getByRole("button", { name: "Experimentar com dados de demonstração" }));
  await screen.findByText(/Dados de demonstração só entram em uma base vazia/);
});

it("a_demo_base_names_its_people_and_how_to_begin_anew", async () => {
  base({
    state: "done",
    done: 1_000,
    total: 1_000,
    people: [{ name: "Ana Duarte", username: "ana", role: "administrator" }],
    password: "retaguarda-demo",
  });
  const { container } = draw(<SignIn status={app} />);
  await screen.findByText(/Todos os dados são inventados/);
  screen.getByText(/CUSTOMERS=0/);
  await accessible(container);
  fireEvent.click(screen.getByRole("button", { name: "ana" }));
  await waitFor(() => expect(screen.getByLabelText("Usuário")).toHaveProperty("value", "ana"));
  expect(screen.getByLabelText("Senha")).toHaveProperty("value", "retaguarda-demo");
});

it("a_base_of_one_s_own_says_nothing_of_a_demo", async () => {
  const asked = base(none);
  draw(<SignIn status={app} />);
  await waitFor(() => expect(asked).toContain("demo.status"));
  expect(screen.queryByText("Base de demonstração")).toBeNull();
});
