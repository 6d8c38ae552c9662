import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { Company } from "@/bindings";
import { answerWith, draw } from "@/test/render";
import { Form } from "./Form";
import { useCommandForm } from "./useCommandForm";

const read = { version: 3, name: "ACME", city: "Campinas" } as unknown as Company;

/** A form whose record others save meanwhile. */
function Settings() {
  const [company, setCompany] = useState(read);
  const form = useCommandForm("company.save", { initialValues: company, follow: true });
  const others = () => setCompany({ ...company, version: company.version + 1, city: "Sumaré" });
  return (
    <Form form={form}>
      <input aria-label="nome" {...form.field("name")} />
      <output>{`${form.values.version} ${form.values.city}`}</output>
      <button type="button" onClick={others}>
        outros
      </button>
    </Form>
  );
}

describe("what others save while a form is open", () => {
  it("sys_2_is_taken_over_while_nothing_is_typed", async () => {
    answerWith(() => ({}));
    draw(<Settings />);
    fireEvent.click(screen.getByRole("button", { name: "outros" }));
    await screen.findByText("4 Sumaré");
  });

  it("sys_2_does_not_touch_what_is_typed_nor_the_version_it_began_from", async () => {
    answerWith(() => ({}));
    draw(<Settings />);
    fireEvent.change(screen.getByLabelText("nome"), { target: { value: "ACME Ltda." } });
    fireEvent.click(screen.getByRole("button", { name: "outros" }));
    await screen.findByDisplayValue("ACME Ltda.");
    expect(screen.getByText("3 Campinas")).toBeTruthy();
  });
});
