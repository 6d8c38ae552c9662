import { describe, expect, it } from "vitest";
import type { CustomerInput } from "@/bindings";
import { differences, emptyAddress, emptyInput, merged, toRequest } from "./input";
import { asksForLink, whenText } from "./timeline";

const base: CustomerInput = { ...emptyInput, name: "Aparecida Teles", document: "52998224725" };

describe("two people on one ficha", () => {
  it("sys_2_what_only_one_changed_is_proposed_from_that_one", () => {
    const mine = { ...base, name: "Cida Teles", contact_name: "Rui" };
    const theirs = { ...base, name: "Aparecida G. Teles", segment: "corporate" as const };
    expect(differences(base, mine, theirs)).toEqual([
      { field: "name", proposed: "mine", disputed: true },
      { field: "contact_name", proposed: "mine", disputed: false },
      { field: "segment", proposed: "theirs", disputed: false },
    ]);
  });

  it("sys_2_chosen_fields_come_from_the_other_and_the_rest_stays_as_typed", () => {
    const mine = { ...base, name: "Cida Teles", contact_name: "Rui" };
    const theirs = { ...base, name: "Aparecida G. Teles", segment: "corporate" as const };
    const result = merged(mine, theirs, { name: "mine", segment: "theirs" });
    expect(result).toEqual({ ...base, name: "Cida Teles", contact_name: "Rui", segment: "corporate" });
  });

  it("equal_contacts_are_no_difference", () => {
    const contact_points = [{ kind: "email" as const, value: "a@b.com", label: "" }];
    expect(
      differences(base, { ...base, contact_points }, { ...base, contact_points: [...contact_points] }),
    ).toEqual([]);
  });
});

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

  it("days_are_said_as_people_say_them_in_the_office_s_time", () => {
    const words = { today: "hoje", yesterday: "ontem" };
    const now = "2026-11-23";
    expect(whenText("2026-11-23T12:52:00Z", now, words)).toBe("hoje 09:52");
    expect(whenText("2026-11-23T02:10:00Z", now, words)).toBe("ontem 23:10");
    expect(whenText("2026-11-18T12:00:00Z", now, words)).toBe("18/11 09:00");
    expect(whenText("2025-11-18T12:00:00Z", now, words)).toBe("18/11/2025");
  });
});
