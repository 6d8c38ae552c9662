import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { answerWith, draw, status } from "@/test/render";
import CustomersPage from "./CustomersPage";

vi.setConfig({ testTimeout: 40_000 });
vi.mock("@/shared/nav", () => ({
  useGo: () => () => {},
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: "a",
}));

beforeEach(() => localStorage.clear());

function play() {
  const asked: Record<string, unknown>[] = [];
  answerWith((command, request) => {
    if (command === "app.status") return status;
    if (command === "access.colleagues") return [{ id: "u9", name: "Daniela Rocha" }];
    if (command === "views.list") return [];
    asked.push(request);
    return { rows: [], total: 0 };
  });
  draw(
    <main>
      <CustomersPage />
    </main>,
  );
  return () => asked.at(-1);
}

it("lists_are_narrowed_by_city_person_day_and_what_is_missing", async () => {
  const last = play();
  fireEvent.click(await screen.findByRole("button", { name: "Mais filtros" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Cidade" }), { target: { value: "campi" } });
  await waitFor(() => expect(last()).toMatchObject({ city: "campi" }));
  fireEvent.click(screen.getByRole("combobox", { name: "Responsável" }));
  fireEvent.click(await screen.findByRole("option", { name: "Daniela Rocha" }));
  await waitFor(() => expect(last()).toMatchObject({ responsible_id: "u9" }));
  fireEvent.click(screen.getByRole("combobox", { name: "Falta" }));
  fireEvent.click(await screen.findByRole("option", { name: "Sem e-mail" }));
  await waitFor(() => expect(last()).toMatchObject({ missing: "email" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Mudou de" }), { target: { value: "01/11/2026" } });
  await waitFor(() => expect(last()).toMatchObject({ changed_from: "2026-11-01" }));
  const violations = (await axe.run(document.body)).violations.map((one) => one.id);
  expect(violations).toEqual([]);

  // Closed, what it holds stands as chips, each to be taken away.
  fireEvent.click(screen.getByRole("button", { name: "Menos filtros" }));
  screen.getByText("de Daniela Rocha");
  screen.getByText("mudou desde 01/11/2026");
  fireEvent.click(screen.getByText("cidade: campi…"));
  await waitFor(() => expect(last()?.city).toBeUndefined());
  expect(last()).toMatchObject({ responsible_id: "u9", missing: "email" });
  // My own customers and those of another are one choice.
  fireEvent.click(screen.getByRole("button", { name: "Meus clientes" }));
  await waitFor(() => expect(last()).toMatchObject({ responsible_id: "u1" }));
  expect(screen.queryByText("de Daniela Rocha")).toBeNull();
});
