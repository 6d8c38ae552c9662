// What the tests of this feature share: an office that answers, and groups and fichas as it gives them.
import axe from "axe-core";
import { expect } from "vitest";
import type {
  DuplicateGroup,
  DuplicateQueue,
  MergeDetail,
  MergePreview,
  MergeRecord,
  MergeRow,
} from "@/bindings";
import { answerWith, status } from "@/test/render";

export function record(id: string, code: number, name: string, document: string): MergeRecord {
  return {
    id,
    code,
    version: code,
    ficha: {
      input: {
        code,
        kind: "person",
        name,
        trade_name: "",
        document,
        birth_date: "1987-08-14",
        mother_name: "",
        contact_name: "",
        segment: "retail",
        responsible_id: null,
        contact_points: [{ kind: "mobile", value: "+5519998124471", label: "" }],
        addresses: [],
      },
      status: "active",
      status_reason: "",
    },
    responsible_name: null,
    created_at: "2026-11-20T12:00:00Z",
    updated_at: "2026-11-20T12:00:00Z",
    updated_by: "Wagner Assis",
    rows: [{ kind: "quote", count: 2 }],
  };
}

export const one = record("c1", 1, "Aparecida Teles", "");
export const other = record("c2", 2, "Aparecida Telles", "52998224725");

export const preview: MergePreview = {
  records: [one, other],
  differing: ["name", "document"],
  united: one.ficha,
  moving: [{ kind: "quote", count: 2 }],
  conflicts: [
    {
      cause: "new",
      rows: [
        { id: "o1", customer_id: "c1", code: 1, opened_at: "2026-11-20T12:00:00Z", done: 3 },
        { id: "o2", customer_id: "c2", code: 2, opened_at: "2026-11-21T12:00:00Z", done: 0 },
      ],
    },
  ],
};

export const merged: MergeRow = {
  merge: {
    id: "m1",
    number: 12,
    survivor_id: "c1",
    survivor_code: 1,
    survivor_name: "Aparecida Teles",
    rows_moved: 2,
    onboarding_id: null,
    merged_at: "2026-11-23T12:00:00Z",
    merged_by: "Beatriz Lima",
    undone_at: null,
    undone_by: null,
  },
  fichas: [{ merge_id: "m1", id: "c2", code: 2, name: "Aparecida Telles" }],
};

export const detail: MergeDetail = {
  ...merged,
  survivor_version: 7,
  returning: [{ kind: "quote", count: 2 }],
  blocked_by: [],
  conflicts: [{ field: "name", before: "Aparecida Teles", after: "Aparecida Telles", now: "Cida Teles" }],
};

export function office(
  answers: Record<string, unknown> = {},
  permissions = ["customers.read", "duplicates.merge"],
) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    const given = answers[command];
    if (typeof given === "object" && given !== null && "code" in given) throw given;
    if (typeof given === "function") return given(request);
    if (given !== undefined) return given;
    if (command === "app.status") return { ...status, user: { ...status.user, permissions } };
    if (command === "duplicates.preview") return preview;
    if (command === "duplicates.history") return { rows: [merged], total: 1 };
    if (command === "duplicates.merged") return detail;
    if (command === "duplicates.reports") return [];
    if (command === "duplicates.of_customer")
      return [
        {
          customer_id: "c2",
          code: 2,
          name: "Aparecida Telles",
          score: 90,
          reasons: [{ code: "similar_name", weight_tenths: 120 }],
        },
      ];
    return merged;
  });
  const requests = (command: string) => asked.filter(([name]) => name === command).map(([, sent]) => sent);
  return requests;
}

export async function accessible(container: HTMLElement) {
  const found = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(found.violations.map((violation) => violation.id)).toEqual([]);
}

export function group(id: string, codes: number[]): DuplicateGroup {
  const fichas = codes.map((code) => ({ id: `c${code}`, code, name: `Ficha ${code}` }));
  const pair = (one: number, other: number, probability_ppm: number) => ({
    one_id: `c${one}`,
    other_id: `c${other}`,
    probability_ppm,
    parts: [
      { field: "document", level: "exact", weight_tenths: 170 },
      { field: "birth", level: "different", weight_tenths: -42 },
    ],
  });
  const pairs = codes.slice(1).map((code, at) => pair(codes[at] ?? 0, code, 999_990 - at));
  return { id, probability_ppm: 999_000, automatic: false, fichas, pairs, report: null };
}

export const queue: DuplicateQueue = {
  scan: {
    id: "s1",
    records: 1_000,
    found: 3,
    started_at: "2026-11-23T12:00:00Z",
    started_by: "Beatriz Lima",
  },
  running: null,
  open: 2,
  total: 2,
  decided: 1,
  groups: [group("g1", [1, 2]), group("g2", [3, 4, 5])],
};
