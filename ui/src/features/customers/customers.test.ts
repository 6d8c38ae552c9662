import { describe, expect, it } from "vitest";
import type { Activity, CustomerInput } from "@/bindings";
import { subjectPath } from "./extensions";
import { emptyAddress, emptyInput, toRequest } from "./input";
import { customerSince } from "./since";
import { asksForLink, byDay, dayText, hostOf, readableCode } from "./timeline";

const base: CustomerInput = { ...emptyInput, name: "Aparecida Teles", document: "52998224725" };

describe("what is sent", () => {
  it("empty_lines_at_the_end_are_left_out_and_others_keep_their_place", () => {
    const filled = { kind: "email" as const, value: "a@b.com", label: "" };
    const empty = { kind: "mobile" as const, value: " ", label: "" };
    const sent = toRequest({ ...base, contact_points: [empty, filled, empty], addresses: [emptyAddress] });
    expect(sent.contact_points).toEqual([empty, filled]);
    expect(sent.addresses).toEqual([]);
  });

  it("a_company_has_no_mother_and_no_birth_date", () => {
    const typed = { ...base, mother_name: "Maria", birth_date: "1987-08-14" };
    expect(toRequest({ ...typed, kind: "company" })).toMatchObject({ mother_name: "", birth_date: "" });
    expect(toRequest(typed)).toMatchObject({ mother_name: "Maria", birth_date: "1987-08-14" });
  });
});

describe("timeline", () => {
  it("cus_3_conversations_elsewhere_ask_for_their_link", () => {
    expect((["phone", "email", "visit", "whatsapp", "chat", "bitrix"] as const).filter(asksForLink)).toEqual([
      "whatsapp",
      "chat",
      "bitrix",
    ]);
  });

  it("days_are_said_as_people_say_them", () => {
    const words = { today: "hoje", yesterday: "ontem" };
    const now = "2026-11-23";
    expect(dayText("2026-11-23", now, words)).toBe("hoje");
    expect(dayText("2026-11-22", now, words)).toBe("ontem");
    expect(dayText("2026-11-18", now, words)).toBe("18/11");
    expect(dayText("2025-11-18", now, words)).toBe("18/11/2025");
  });

  it("entries_stand_under_the_office_s_day_and_only_once", () => {
    const entry = (id: string, at: string) => ({ id, at }) as Activity;
    const late = entry("a", "2026-11-23T02:10:00Z");
    const early = entry("b", "2026-11-22T12:00:00Z");
    const older = entry("c", "2026-11-20T12:00:00Z");
    expect(byDay([late, early, early, older])).toEqual([
      { day: "2026-11-22", entries: [late, early] },
      { day: "2026-11-20", entries: [older] },
    ]);
  });

  it("an_unknown_code_stays_readable", () => {
    expect(readableCode("visit_sheet_printed")).toBe("Visit sheet printed");
  });

  it("a_subject_leads_only_to_a_screen_that_is_there", () => {
    const all = () => true;
    const there = (route: string) => route === "/quotes/$id";
    expect(subjectPath("quote", "q1", all, there)).toBe("/quotes/q1");
    expect(subjectPath("registration", "r1", all, there)).toBeUndefined();
    expect(subjectPath(null, null, all, there)).toBeUndefined();
  });

  it("sys_4_a_sale_opens_where_the_person_may_look_at_it", () => {
    const only =
      (...held: string[]) =>
      (permission: string) =>
        held.includes(permission);
    expect(subjectPath("registration", "r1", only("registrations.sell"))).toBe("/sales/r1");
    expect(subjectPath("registration", "r1", only("registrations.review"))).toBe("/review?sale=r1");
    expect(subjectPath("registration", "r1", only("customers.read"))).toBeUndefined();
    expect(subjectPath("quote", "q1", only("customers.read"))).toBeUndefined();
  });

  it("cus_3_a_link_names_where_it_leads", () => {
    expect(hostOf("https://www.bitrix24.com.br/crm/1?x=2")).toBe("bitrix24.com.br");
    expect(hostOf("nonsense")).toBe("nonsense");
  });
});

describe("ficha", () => {
  it("a_customer_counts_from_the_first_contract", () => {
    const created = "2024-01-01T01:00:00Z";
    expect(customerSince([], created)).toBe("2023");
    expect(customerSince([{ signed_on: null }, { signed_on: "2021-05-04" }], created)).toBe("2021");
  });
});
