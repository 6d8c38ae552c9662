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

it("sys_2_of_two_people_s_rules_each_field_is_chosen_by_itself", async () => {
  const theirs: FormRules = {
    ...rules,
    version: 1,
    settings: [{ field: "mother_name", need: "hidden", hint: "" }],
  };
  const saved: Record<string, unknown>[] = [];
  answerWith((command, request) => {
    if (command === "registrations.plans" || command === "registrations.form_scopes") return [];
    if (command === "registrations.form_rules") return rules;
    saved.push(request);
    if (request.version === 0)
      throw { code: "conflict", params: { by: "Rita Lemos", at: "2026-11-23T12:00:00Z", current: theirs } };
    return { ...theirs, version: 2 };
  });
  draw(<FormsPage />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("combobox", { name: "Exigência de E-mail" }));
  await user.click(await screen.findByRole("option", { name: "Opcional" }));
  await user.click(screen.getByRole("button", { name: "Salvar" }));
  const mine = await screen.findByRole("radio", { name: /Você Opcional/ });
  expect(mine.getAttribute("aria-checked")).toBe("true");
  const hidden = screen.getByRole("radio", { name: /Rita Lemos Não pedir/ });
  expect(hidden.getAttribute("aria-checked")).toBe("true");
  await user.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
  await screen.findByText("Formulário salvo: Todas as vendas");
  expect(saved[1]).toEqual({
    scope: rules.scope,
    version: 1,
    settings: [
      { field: "mother_name", need: "hidden", hint: "" },
      { field: "email", need: "optional", hint: "" },
    ],
  });
});
