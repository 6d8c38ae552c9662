import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { Behind, Indicators } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import { daysBefore, duration } from "./asked";
import IndicatorsPage from "./IndicatorsPage";

vi.setConfig({ testTimeout: 30_000 });
vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  useRouteQuery: () => undefined,
  useRouteParam: () => undefined,
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const review = {
  submitted: 12,
  approved: 9,
  returned: 2,
  denied: 1,
  approval_bp: 7_500,
  first_time_bp: 6_667,
};
const installation = { installed: 8, on_time: 6, on_time_bp: 7_500 };
const five_months = { began: 5, completed: 2, cancelled: 1, share_bp: 6_667 };

const figures: Indicators = {
  weeks: [{ week: "2026-11-16", submitted: 12, approved: 9, returned: 2, denied: 1 }],
  review,
  reasons: [{ field: "phone_2", count: 2 }],
  stages: [
    { stage: "review", count: 12, median_minutes: 45, p90_minutes: 320, opinions: 0, score_tenths: null },
    {
      stage: "installation",
      count: 8,
      median_minutes: 4_560,
      p90_minutes: 7_200,
      opinions: 3,
      score_tenths: 87,
    },
  ],
  installation,
  five_months,
  sellers: [{ id: "u2", name: "Nívea Torres", review, installation, five_months, score_tenths: 87 }],
  workers: [
    {
      name: "Wagner Assis",
      stage: "review",
      count: 12,
      median_minutes: 45,
      p90_minutes: 320,
      approval_bp: 7_500,
    },
  ],
};

const behind: Behind = {
  total: 1,
  rows: [
    {
      registration_id: "r1",
      number: "2026-000007",
      name: "Aparecida Teles",
      seller_name: "Nívea Torres",
      at: "2026-11-17T12:00:00Z",
      by: "Wagner Assis",
      minutes: null,
      score: null,
      text: "ninguém conhece a cliente neste número",
      has_course: false,
    },
  ],
};

const none: Indicators = { ...figures, weeks: [], stages: [], reasons: [], sellers: [], workers: [] };

function office(answer: Indicators, refuse?: unknown) {
  const asked: [string, Record<string, unknown>][] = [];
  answerWith((command, request) => {
    asked.push([command, request]);
    if (command === "app.status")
      return { ...status, user: { ...status.user, permissions: ["indicators.read", "fulfilment.read"] } };
    if (command === "indicators.sales_behind") return behind;
    if (refuse) throw refuse;
    return answer;
  });
  return asked;
}

describe("indicators", () => {
  it("reg_10_each_figure_opens_the_sales_behind_it", async () => {
    const asked = office(figures);
    const { container } = draw(<IndicatorsPage />);
    const bar = await screen.findByRole("button", { name: /Telefone 2/ });
    const found = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
    fireEvent.click(bar);
    expect(await screen.findByText("ninguém conhece a cliente neste número")).toBeTruthy();
    const [, request] = asked.find(([command]) => command === "indicators.sales_behind") ?? [];
    expect(request).toMatchObject({ measure: "reason", key: "phone_2", person: "", seller_id: null });
  });

  it("reg_10_the_numbers_of_the_chart_are_one_click_away", async () => {
    office(figures);
    draw(<IndicatorsPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Ver números" }));
    const row = await screen.findByRole("row", { name: /16\/11\/2026/ });
    const cells = within(row)
      .getAllByRole("cell")
      .map((cell) => cell.textContent);
    expect(cells).toEqual(["12", "9", "2", "1"]);
  });

  it("reg_10_a_seller_is_chosen_from_their_line_and_the_person_asked_for_from_theirs", async () => {
    const asked = office(figures);
    draw(<IndicatorsPage />);
    fireEvent.click(await screen.findByRole("button", { name: "Wagner Assis, Análise: ver as 12 vendas" }));
    await waitFor(() =>
      expect(asked.at(-1)?.[1]).toMatchObject({ measure: "stage", key: "review", person: "Wagner Assis" }),
    );
    fireEvent.click(screen.getByRole("button", { name: "Nívea Torres" }));
    await waitFor(() =>
      expect(
        asked.some(([command, request]) => command === "indicators.figures" && request.seller_id === "u2"),
      ).toBe(true),
    );
  });

  it("reg_10_nothing_and_refusals_are_told", async () => {
    office(none);
    const { unmount } = draw(<IndicatorsPage />);
    expect(await screen.findByText("Nada aconteceu neste período")).toBeTruthy();
    unmount();
    office(none, { code: "forbidden", params: {}, issues: [] });
    draw(<IndicatorsPage />);
    expect((await screen.findAllByText(/permissão/)).length).toBeGreaterThan(0);
  });

  it("reg_10_times_are_written_as_people_say_them", () => {
    const t = ((key: string, values: Record<string, number>) =>
      `${key} ${Object.values(values).join(" ")}`) as never;
    expect(duration(t, null)).toBe("");
    expect(duration(t, 59)).toBe("indicators:duration.minutes 59");
    expect(duration(t, 320)).toBe("indicators:duration.hours 5 20");
    expect(duration(t, 2_880)).toBe("indicators:duration.days 2 0");
    expect(daysBefore("2026-03-01", 1)).toBe("2026-02-28");
  });
});
