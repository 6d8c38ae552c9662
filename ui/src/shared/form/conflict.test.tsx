import { TextInput } from "@mantine/core";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { QuoteSettings } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import { Form } from "./Form";
import { useCommandForm } from "./useCommandForm";

const read: QuoteSettings = {
  version: 1,
  validity_days: 15,
  introduction: "",
  terms: "À vista",
  accept_expired: false,
};
const theirs: QuoteSettings = {
  ...read,
  version: 2,
  validity_days: 30,
  terms: "Em dez dias",
  accept_expired: true,
};
const conflict = (current: unknown) => ({
  code: "conflict",
  params: { by: "Rita Lemos", at: "2026-11-23T12:00:00Z", current },
});

function Settings() {
  const form = useCommandForm("quotes.save_settings", {
    initialValues: read,
    merge: {
      fields: [
        { name: "terms", label: "Condições" },
        { name: "validity_days", label: "Validade" },
        { name: "accept_expired", label: "Aceitar vencidos" },
      ],
    },
  });
  return (
    <Form form={form}>
      <TextInput label="texto" {...form.field("terms")} />
    </Form>
  );
}

function Closing() {
  const form = useCommandForm("agenda.close", {
    initialValues: { outcome: "", cancelled: false },
    about: {
      seen: { version: 3, due_on: "12/12", service: "Fibra" },
      fields: [
        { name: "due_on", label: "Data" },
        { name: "service", label: "Serviço" },
      ],
    },
    toRequest: (values, version) => ({ id: "a1", version, ...values }),
  });
  return (
    <Form form={form}>
      <TextInput label="resultado" {...form.field("outcome")} />
    </Form>
  );
}

describe("a form whose record somebody else saved first", () => {
  it("sys_2_shows_both_versions_and_saves_the_choice_on_the_newer_one", async () => {
    const sent: Record<string, unknown>[] = [];
    answerWith((_, request) => {
      sent.push(request);
      if (request.version === 1) throw conflict(theirs);
      return { ...request, version: 3 };
    });
    draw(<Settings />);
    fireEvent.change(screen.getByLabelText("texto"), { target: { value: "Em cinco dias" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Rita Lemos salvou este registro em 23/11/2026 09:00");
    expect(screen.getByRole("radiogroup", { name: /Condições os dois mudaram/ })).toBeTruthy();
    expect(screen.getByRole("radio", { name: /Você Em cinco dias/ }).getAttribute("aria-checked")).toBe(
      "true",
    );
    expect(screen.getByRole("radio", { name: /Rita Lemos 30/ }).getAttribute("aria-checked")).toBe("true");
    expect(screen.getByRole("radio", { name: /Rita Lemos sim/ })).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("texto").value).toBe("Em cinco dias");
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(sent).toEqual([
      { ...read, terms: "Em cinco dias" },
      { ...theirs, terms: "Em cinco dias" },
    ]);
  });

  it("sys_2_a_second_conflict_begins_from_what_was_chosen_at_the_first", async () => {
    const newest = { ...theirs, version: 5, validity_days: 45 };
    const sent: Record<string, unknown>[] = [];
    answerWith((_, request) => {
      sent.push(request);
      if (request.version === 1) throw conflict(theirs);
      if (request.version === 2) throw conflict(newest);
      return { ...request, version: 6 };
    });
    draw(<Settings />);
    fireEvent.change(screen.getByLabelText("texto"), { target: { value: "Em cinco dias" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await screen.findByRole("radio", { name: /Rita Lemos 30/ });
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await screen.findByRole("radio", { name: /Rita Lemos 45/ });
    expect(screen.getByRole("radio", { name: /Rita Lemos 45/ }).getAttribute("aria-checked")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(sent[2]).toEqual({ ...newest, terms: "Em cinco dias" }));
  });

  it("sys_2_what_is_said_of_a_record_stays_typed_and_is_sent_again_on_what_stands_there_now", async () => {
    const sent: Record<string, unknown>[] = [];
    answerWith((_, request) => {
      sent.push(request);
      if (request.version === 3) throw conflict({ version: 4, due_on: "15/12", service: "Fibra" });
      return {};
    });
    draw(<Closing />);
    fireEvent.change(screen.getByLabelText("resultado"), { target: { value: "Falei com ela" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Rita Lemos mudou este registro em 23/11/2026 09:00");
    expect(alert.textContent).toContain("12/12");
    expect(alert.textContent).toContain("15/12");
    expect(alert.textContent).not.toContain("Serviço");
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    await waitFor(() =>
      expect(sent[1]).toEqual({ id: "a1", version: 4, outcome: "Falei com ela", cancelled: false }),
    );
  });

  it("sys_2_every_form_that_sends_a_version_says_what_a_conflict_shows", () => {
    const screens = import.meta.glob("../../features/*/*.tsx", {
      eager: true,
      query: "?raw",
      import: "default",
    });
    const silent = Object.entries(screens as Record<string, string>)
      .filter(([file]) => !file.endsWith(".test.tsx"))
      .flatMap(([file, text]) => forms(text).map((form) => ({ file, form, text })))
      .filter(({ form }) => /version/.test(form))
      .filter(({ form, text }) => !/\b(merge|about)\b/.test(form) && !/"conflict"|<Merge/.test(text));
    expect(silent.map(({ file, form }) => `${file}: ${form.slice(0, 60)}`)).toEqual([]);
  });
});

/** The calls of `useCommandForm` in a file, each up to its closing bracket. */
function forms(text: string): string[] {
  return text
    .split(/useCommandForm\(/)
    .slice(1)
    .map((rest) => {
      let depth = 1;
      const end = [...rest].findIndex((sign) => {
        if (sign === "(") depth += 1;
        if (sign === ")") depth -= 1;
        return depth === 0;
      });
      return rest.slice(0, end);
    });
}
