import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import type { FormField, FormRules } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import { outcome } from "./FormRulesEditor";
import FormsPage from "./FormsPage";

vi.setConfig({ testTimeout: 30_000 });

const field = (name: string, locked = false): FormField => ({
  field: name,
  need: "required",
  hint: "",
  from: "base",
  locked,
});

const rules: FormRules = {
  scope: { carrier: "", plan_id: null },
  version: 0,
  updated_at: null,
  updated_by: "",
  settings: [],
  inherited: [field("name", true), field("email"), field("mother_name")],
};

it("reg_1_settings_are_laid_over_what_is_inherited_and_never_free_a_locked_field", () => {
  const settings = [
    { field: "email", need: "optional" as const, hint: "se houver" },
    { field: "name", need: "hidden" as const, hint: "" },
  ];
  expect(outcome(rules.inherited, settings).map((it) => `${it.field} ${it.need}`)).toEqual([
    "name required",
    "email optional",
    "mother_name required",
  ]);
});

it("reg_1_an_administrator_sets_what_a_form_asks_for", async () => {
  const saved: unknown[] = [];
  answerWith((command, request) => {
    if (command === "registrations.plans") return [];
    if (command === "registrations.form_scopes") return [];
    if (command === "registrations.form_rules") return rules;
    if (command === "registrations.save_form_rules") {
      saved.push(request);
      return { ...rules, version: 1 };
    }
    throw new Error(command);
  });
  const { container } = draw(
    <main>
      <FormsPage />
    </main>,
  );
  const user = userEvent.setup();
  await screen.findByText("Prévia: 3 campos obrigatórios");
  await user.click(screen.getByRole("combobox", { name: "Exigência de E-mail" }));
  await user.click(await screen.findByRole("option", { name: "Opcional" }));
  await user.type(screen.getByRole("textbox", { name: "Orientação sobre Nome da mãe" }), "como no RG");
  screen.getByText("Prévia: 2 campos obrigatórios");
  screen.getByText("E-mail (opcional)");
  expect(screen.queryByRole("combobox", { name: "Exigência de Nome" })).toBeNull();
  expect((await axe.run(container, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Salvar" }));
  await screen.findByText("Formulário salvo: Todas as vendas");
  expect(saved).toEqual([
    {
      scope: rules.scope,
      version: 0,
      settings: [
        { field: "email", need: "optional", hint: "" },
        { field: "mother_name", need: "required", hint: "como no RG" },
      ],
    },
  ]);
});
