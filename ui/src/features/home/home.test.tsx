import { screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, it, vi } from "vitest";
import { answerWith, draw, status } from "@/test/render";
import HomePage from "./HomePage";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));
vi.mock("@/shared/navigation", () => ({ useNavigation: () => [] }));

function base(any: boolean, permissions: string[]) {
  const asked: string[] = [];
  answerWith((command) => {
    asked.push(command);
    return command === "customers.any" ? { any } : { ...status, user: { ...status.user, permissions } };
  });
  return asked;
}

it("an_empty_base_begins_with_a_customer_or_a_file", async () => {
  base(false, ["customers.read", "customers.write", "customers.import"]);
  const { container } = draw(
    <main>
      <HomePage />
    </main>,
  );
  const link = (name: RegExp) => screen.findByRole("link", { name });
  expect((await link(/Cadastrar um cliente/)).getAttribute("href")).toBe("/customers?new=1");
  expect((await link(/Importar uma planilha/)).getAttribute("href")).toBe("/imports?target=customers");
  expect(screen.queryByRole("link", { name: /Criar usuários/ })).toBeNull();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
});

it("a_base_with_customers_needs_no_first_steps", async () => {
  const asked = base(true, ["customers.read", "customers.write"]);
  draw(<HomePage />);
  await waitFor(() => expect(asked).toContain("customers.any"));
  expect(screen.queryByText("Comece por aqui")).toBeNull();
});

it("who_may_not_read_customers_is_not_asked_about_them", async () => {
  const asked = base(false, ["products.read"]);
  draw(<HomePage />);
  await waitFor(() => expect(asked).toContain("app.status"));
  expect(asked).not.toContain("customers.any");
});
