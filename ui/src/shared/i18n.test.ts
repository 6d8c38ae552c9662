import i18n from "i18next";
import { describe, expect, it } from "vitest";
import { setLanguage } from "./i18n";

describe("figures in words", () => {
  it("sys_7_none_and_round_millions_are_said_like_any_other_plural", () => {
    const said = (count: number) => i18n.t("list.count", { ns: "customers", count, figure: String(count) });
    expect(said(0)).toBe("0 clientes");
    expect(said(1)).toBe("1 cliente");
    expect(said(999_999)).toBe("999999 clientes");
    expect(said(1_000_000)).toBe("1000000 clientes");
    expect(said(3_000_000)).toBe("3000000 clientes");
    setLanguage("en");
    expect(said(1_000_000)).toBe("1000000 customers");
    setLanguage("pt-BR");
  });
});
