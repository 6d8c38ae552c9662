import { describe, expect, it } from "vitest";
import * as f from "./format";

describe("format", () => {
  it("money_is_exact_beyond_what_floats_hold", () => {
    expect(f.money(0)).toBe("R$\u00a00,00");
    expect(f.money(5)).toBe("R$\u00a00,05");
    expect(f.money(123456)).toBe("R$\u00a01.234,56");
    expect(f.money(-21474)).toBe("− R$\u00a0214,74");
    expect(f.money(90071992547409931n)).toBe("R$\u00a0900.719.925.474.099,31");
    expect(f.money(null)).toBe("");
  });

  it("quantities_and_percentages_leave_out_needless_zeros", () => {
    expect(f.quantity(6000)).toBe("6");
    expect(f.quantity(1500)).toBe("1,5");
    expect(f.quantity(1)).toBe("0,001");
    expect(f.percent(431)).toBe("4,31\u00a0%");
    expect(f.percent(-50)).toBe("−0,5\u00a0%");
    expect(f.count(1234567)).toBe("1.234.567");
  });

  it("dates_are_the_offices_calendar", () => {
    expect(f.date("2026-11-25")).toBe("25/11/2026");
    expect(f.date(null)).toBe("");
    expect(f.dateTime("2026-11-25T02:30:00Z")).toBe("24/11/2026 23:30");
    expect(f.dayOf("2026-11-25T02:30:00Z")).toBe("2026-11-24");
    expect(f.time("2026-11-25T12:05:00Z")).toBe("09:05");
    expect(f.dateTime("nonsense")).toBe("");
    expect(f.daysBetween("2026-11-05", "2026-11-23")).toBe(18);
  });

  it("sys_7_instants_are_told_in_the_company_s_time_zone", () => {
    f.setTimeZone("America/Rio_Branco");
    expect(f.dateTime("2026-11-25T04:30:00Z")).toBe("24/11/2026 23:30");
    f.setTimeZone("Lua/Cratera");
    expect(f.dayOf("2026-11-25T04:30:00Z")).toBe("2026-11-24");
    f.setTimeZone("America/Sao_Paulo");
    expect(f.dayOf("2026-11-25T04:30:00Z")).toBe("2026-11-25");
  });

  it("relative_time_is_a_hint", () => {
    const now = Date.parse("2026-11-25T12:00:00Z");
    expect(f.relative("2026-11-25T11:55:00Z", now)).toBe("há 5 minutos");
    expect(f.relative("2026-11-25T15:00:00Z", now)).toBe("em 3 horas");
    expect(f.relative("2026-11-24T12:00:00Z", now)).toBe("ontem");
  });

  it("documents_with_letters_are_kept_whole", () => {
    expect(f.taxDocument("52998224725")).toBe("529.982.247-25");
    expect(f.taxDocument("12abc34501de35")).toBe("12.ABC.345/01DE-35");
    expect(f.taxDocument("98765432000198")).toBe("98.765.432/0001-98");
    expect(f.taxDocument("5299")).toBe("529.9");
    expect(f.taxDocument("123456789012345678")).toBe("12.345.678/9012-345678");
  });

  it("phones_and_postal_codes", () => {
    expect(f.phone("19998124471")).toBe("(19) 99812-4471");
    expect(f.phone("1932510087")).toBe("(19) 3251-0087");
    expect(f.phone("+5519998124471")).toBe("(19) 99812-4471");
    expect(f.phone("+351912345678")).toBe("+351912345678");
    expect(f.phone("+55")).toBe("+55");
    expect(f.phone("08001234567")).toBe("0800 123 4567");
    expect(f.cep("13087534")).toBe("13087-534");
  });

  it("initials_of_first_and_last_name", () => {
    expect(f.initials("Wanda de Araújo")).toBe("WA");
    expect(f.initials("Caio")).toBe("C");
    expect(f.initials("")).toBe("");
  });
});
