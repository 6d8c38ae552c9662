import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { Company } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import CompanyPage from "./CompanyPage";

vi.setConfig({ testTimeout: 30_000 });

const company: Company = {
  id: "c1",
  name: "ACME",
  legal_name: "ACME Serviços Técnicos Ltda.",
  document: "11222333000181",
  street: "Rua das Flores, 10",
  district: "Centro",
  city: "Campinas",
  uf: "SP",
  cep: "13012100",
  phone: "+551932340000",
  email: "",
  time_zone: "America/Sao_Paulo",
  idle_lock_minutes: 15,
  version: 3,
};
const png = "iVBORw0KGgoAAAANSUhEUg==";

function office(save: (request: Company) => unknown, logo: string | null = null) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status") return status;
    if (command === "company.get") return company;
    if (command === "company.logo") return { image_base64: logo, mime_type: logo ? "image/png" : null };
    if (command === "company.save_logo") {
      if (request.image_base64 === btoa("GIF"))
        throw {
          code: "invalid",
          params: {},
          issues: [{ field: "image_base64", code: "image_unknown", params: {} }],
        };
      return {};
    }
    return save(request as unknown as Company);
  });
  return asked;
}

describe("company", () => {
  it("is_accessible_and_shows_the_logo_on_paper", async () => {
    office(() => company, png);
    const { container } = draw(<CompanyPage />);
    const image = await screen.findByAltText<HTMLImageElement>("Logotipo da empresa");
    expect(image.src).toBe(`data:image/png;base64,${png}`);
    expect(screen.getByLabelText<HTMLInputElement>("CNPJ ou CPF").value).toBe("11.222.333/0001-81");
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });

  it("every_refused_field_says_why_beside_itself", async () => {
    office(() => {
      throw {
        code: "invalid",
        params: {},
        issues: [
          { field: "document", code: "document_check_digits", params: {} },
          { field: "idle_lock_minutes", code: "idle_lock_minutes", params: {} },
        ],
      };
    });
    draw(<CompanyPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Salvar" }));
    expect(await screen.findByText(/dígitos verificadores/)).toBeTruthy();
    expect(screen.getByText("Use de 1 a 480 minutos.")).toBeTruthy();
  });

  it("sys_2_a_conflict_is_settled_field_by_field", async () => {
    const sent: Company[] = [];
    office((request) => {
      sent.push(request);
      if (request.version === 3)
        throw {
          code: "conflict",
          params: {
            by: "Rita",
            at: "2026-11-23T12:00:00Z",
            current: { ...company, city: "Sumaré", version: 4 },
          },
          issues: [],
        };
      return { ...request, version: 5 };
    });
    draw(<CompanyPage />);
    fireEvent.change(await screen.findByLabelText("Bairro"), { target: { value: "Cambuí" } });
    fireEvent.click(screen.getByRole("button", { name: "Salvar" }));
    fireEvent.click(await screen.findByRole("button", { name: "Salvar com estas escolhas" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ district: "Cambuí", city: "Sumaré", version: 4 });
  });

  it("a_picture_is_sent_whole_and_a_refused_one_says_why", async () => {
    const asked = office(() => company);
    const { container } = draw(<CompanyPage />);
    await screen.findByRole("button", { name: "Escolher imagem…" });
    const input = container.querySelector("input[type=file]") as HTMLInputElement;
    await userEvent.upload(input, new File(["\u0089PNG"], "logo.png", { type: "image/png" }));
    await waitFor(() => expect(asked.filter(([name]) => name === "company.save_logo")).toHaveLength(1));
    await userEvent.upload(input, new File(["GIF"], "logo.png", { type: "image/png" }));
    expect(await screen.findByText("Este arquivo não é uma imagem PNG ou JPEG.")).toBeTruthy();
  });
});
