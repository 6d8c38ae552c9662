import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { ScanReport } from "@/bindings";
import { draw } from "@/test/render";
import ComparePage from "./ComparePage";
import { barLength, chance, pairsAmong } from "./evidence";
import { accessible, detail, group, merged, office, one, other, preview, queue, record } from "./fixtures";
import MergesPage from "./MergesPage";
import PossibleDuplicates from "./PossibleDuplicates";
import QueuePage from "./QueuePage";
import ReportPage from "./ReportPage";
import { difference, source } from "./values";

vi.setConfig({ testTimeout: 30_000 });

const went = vi.fn();
const route: { ids?: string; id?: string } = {};
vi.mock("@/shared/nav", () => ({
  useGo: () => went,
  useRouteQuery: (name: "ids" | "id") => route[name],
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

beforeEach(() => {
  went.mockClear();
  route.ids = "c1,c2";
  route.id = undefined;
});

it("dup_4_values_are_chosen_and_the_fichas_merged_as_they_were_read", async () => {
  const requests = office();
  const { container } = draw(
    <main>
      <ComparePage />
    </main>,
  );
  fireEvent.click(await screen.findByLabelText("Nome da ficha 2: Aparecida Telles"));
  await accessible(container);
  // What may not both stay open is decided first (DUP-8).
  const merge = screen.getByRole("button", { name: /^Mesclar/ });
  expect(merge).toHaveProperty("disabled", true);
  fireEvent.click(screen.getByLabelText(/Boas-vindas da ficha 1/));
  fireEvent.click(screen.getByRole("button", { name: /^Mesclar/ }));
  await waitFor(() => expect(went).toHaveBeenCalledWith("/customers/c1"));
  expect(requests("duplicates.merge")).toEqual([
    {
      survivor_id: "c1",
      records: [
        { id: "c1", version: 1 },
        { id: "c2", version: 2 },
      ],
      choices: [{ field: "name", from: "c2" }],
      keep_open: ["o1"],
    },
  ]);
});

it("dup_7_a_conflict_says_who_and_keeps_what_was_chosen", async () => {
  const at = "2026-11-23T12:00:00Z";
  const requests = office({ "duplicates.merge": { code: "conflict", params: { by: "Beatriz Lima", at } } });
  draw(<ComparePage />);
  fireEvent.click(await screen.findByLabelText("Nome da ficha 2: Aparecida Telles"));
  fireEvent.click(screen.getByLabelText(/Boas-vindas da ficha 2/));
  // Keys work from a round button too, on which one stands after choosing.
  fireEvent.keyDown(screen.getByLabelText(/Boas-vindas da ficha 2/), { key: "m" });
  await screen.findByText(/Beatriz Lima alterou uma das fichas/);
  expect(screen.getByLabelText("Nome da ficha 2: Aparecida Telles")).toHaveProperty("checked", true);
  await waitFor(() => expect(requests("duplicates.preview").length).toBe(2));
});

it("dup_3_the_keyboard_chooses_the_survivor_and_tells_fichas_apart", async () => {
  const requests = office();
  draw(<ComparePage />);
  await screen.findByText("Como a ficha vai ficar");
  fireEvent.keyDown(document.body, { key: "2" });
  await waitFor(() => expect(screen.getByLabelText("Ficar com a ficha 2")).toHaveProperty("checked", true));
  fireEvent.keyDown(document.body, { key: "x" });
  await waitFor(() => expect(went).toHaveBeenCalledWith("/customers/c2"));
  expect(requests("duplicates.not_duplicate")).toEqual([{ ids: ["c1", "c2"] }]);
});

it("dup_5_a_merge_is_undone_after_its_conflicts_are_decided", async () => {
  const requests = office();
  const { container } = draw(
    <main>
      <MergesPage />
    </main>,
  );
  const undo = await screen.findByRole("button", { name: "Desfazer a mesclagem" });
  expect(undo).toHaveProperty("disabled", true);
  await accessible(container);
  screen.getByText("Cida Teles");
  fireEvent.click(screen.getByLabelText("Voltar ao que era"));
  fireEvent.click(undo);
  fireEvent.click(await screen.findByRole("button", { name: "Confirmar e desfazer" }));
  await waitFor(() =>
    expect(requests("duplicates.undo")).toEqual([
      { id: "m1", survivor_version: 7, decisions: [{ field: "name", keep: false }] },
    ]),
  );
});

it("dup_5_what_stands_on_top_is_named_and_opened", async () => {
  const top = { ...merged, merge: { ...merged.merge, id: "m2", number: 13 } };
  const requests = office({ "duplicates.merged": { ...detail, conflicts: [], blocked_by: [top] } });
  draw(<MergesPage />);
  expect(await screen.findByRole("button", { name: "Desfazer a mesclagem" })).toHaveProperty(
    "disabled",
    true,
  );
  fireEvent.click(screen.getByRole("button", { name: "Mesclagem nº 13" }));
  await waitFor(() => expect(requests("duplicates.merged")).toContainEqual({ id: "m2" }));
});

it("dup_3_the_central_team_compares_from_the_ficha", async () => {
  office();
  draw(<PossibleDuplicates customerId="c1" />);
  fireEvent.click(await screen.findByRole("button", { name: "Comparar" }));
  expect(went).toHaveBeenCalledWith("/duplicates/compare?ids=c1,c2");
});

it("dup_2_differences_are_marked_by_character_and_gaps_are_filled_in", () => {
  const marked = (text: string, other: string) =>
    difference(text, other)
      .map((part) => (part.differs ? `[${part.text}]` : part.text))
      .join("");
  expect(marked("Telles", "Teles")).toBe("Tel[l]es");
  expect(marked("Ana", "Ana")).toBe("Ana");
  // Two slips leave what stands between them unmarked; what has little in common differs as a whole.
  expect(marked("Aparecyda Gonçalves Telles", "Aparecida Gonçalves Teles")).toBe(
    "Aparec[y]da Gonçalves Tel[l]es",
  );
  expect(marked("Bruno Kowalski", "Aparecida Teles")).toBe("[Bruno Kowalski]");
  expect(source([one, other], "c1", "document")).toBe("c2");
  expect(source([one, other], "c1", "name")).toBe("c1");
});

it("dup_3_groups_are_gone_through_by_keyboard_with_the_reason", async () => {
  const requests = office({ "duplicates.queue": queue, "duplicates.preview": { ...preview, conflicts: [] } });
  const { container } = draw(
    <main>
      <QueuePage />
    </main>,
  );
  await screen.findByText(/^Fichas 1 e 2: 99,9/);
  screen.getByRole("img", { name: "pesa 17,0 a favor" });
  screen.getByRole("img", { name: "pesa 4,2 contra" });
  await screen.findByText("Como a ficha vai ficar");
  await accessible(container);
  fireEvent.keyDown(document.body, { key: "s" });
  await screen.findByText(/^Fichas 3 e 4/);
  fireEvent.keyDown(document.body, { key: "k" });
  await screen.findByText(/^Fichas 1 e 2/);
  await screen.findByText("Como a ficha vai ficar");
  fireEvent.keyDown(document.body, { key: "x" });
  await screen.findByText(/^Fichas 3 e 4/);
  expect(requests("duplicates.not_duplicate")).toEqual([{ ids: ["c1", "c2"] }]);
});

it("dup_3_a_ficha_is_left_out_of_a_larger_group", async () => {
  const three = {
    ...preview,
    records: [record("c3", 3, "A", ""), record("c4", 4, "A", ""), record("c5", 5, "B", "")],
  };
  const only = { ...queue, groups: queue.groups.slice(1) };
  const requests = office({ "duplicates.queue": only, "duplicates.preview": { ...three, conflicts: [] } });
  draw(<QueuePage />);
  fireEvent.click(await screen.findByRole("button", { name: "Deixar a ficha 5 de fora" }));
  await screen.findByText(/1 ficha do grupo fica de fora/);
  await waitFor(() =>
    expect(requests("duplicates.preview")).toContainEqual({ survivor_id: "c3", ids: ["c3", "c4"] }),
  );
  fireEvent.click(screen.getByRole("button", { name: "Comparar todas" }));
  await waitFor(() => expect(screen.queryByText(/fica de fora/)).toBeNull());
});

it("sys_8_a_colleague_s_search_is_shown_and_one_s_own_can_be_stopped", async () => {
  const empty = { ...queue, scan: null, open: 0, total: 0, decided: 0, groups: [] };
  const running = { job: "j1", percent: 42, by: "Marcos Reis", own: false };
  office({ "duplicates.queue": { ...empty, running } });
  const { unmount } = draw(<QueuePage />);
  await screen.findByText(/Marcos Reis está procurando… 42/);
  expect(screen.queryByRole("button", { name: "Parar" })).toBeNull();
  unmount();
  const requests = office({ "duplicates.queue": { ...empty, running: { ...running, own: true } } });
  draw(<QueuePage />);
  fireEvent.click(await screen.findByRole("button", { name: "Parar" }));
  await waitFor(() => expect(requests("jobs.cancel")).toEqual([{ id: "j1" }]));
});

it("dup_2_a_chance_is_never_rounded_up_to_certainty", () => {
  expect(chance(999_999)).toBe("99,9\u00a0%");
  expect(chance(515_400)).toBe("51,5\u00a0%");
  expect(barLength(-100)).toBe(25);
  expect(barLength(900)).toBe(50);
  const told = pairsAmong(group("g", [1, 2, 3, 4]), ["c1", "c2", "c3"]);
  expect(told.map((pair) => pair.other_id)).toEqual(["c3", "c2"]);
});

it("dup_3_the_queue_is_searched_narrowed_and_paged", async () => {
  const requests = office({
    "duplicates.queue": (request: { text: string; offset: number }) =>
      request.text === "ninguém"
        ? { ...queue, total: 0, groups: [] }
        : request.offset === 0
          ? { ...queue, open: 52, total: 52, groups: [group("g1", [1, 2])] }
          : { ...queue, open: 52, total: 52, groups: [group("g51", [3, 4]), group("g52", [5, 6])] },
    "duplicates.preview": { ...preview, conflicts: [] },
  });
  const { container } = draw(
    <main>
      <QueuePage />
    </main>,
  );
  await screen.findByText(/^Fichas 1 e 2/);
  screen.getByText("1 a 1 de 52");
  await accessible(container);
  // Past the end of a page the next one begins, and back.
  fireEvent.keyDown(document.body, { key: "j" });
  await screen.findByText(/^Fichas 3 e 4/);
  fireEvent.keyDown(document.body, { key: "k" });
  await screen.findByText(/^Fichas 1 e 2/);
  fireEvent.click(screen.getByRole("button", { name: "Quase certos" }));
  await waitFor(() =>
    expect(requests("duplicates.queue")).toContainEqual({
      text: "",
      certainty: "certain",
      offset: 0,
      limit: 50,
    }),
  );
  fireEvent.change(screen.getByRole("textbox", { name: "Nome, código ou documento" }), {
    target: { value: "ninguém" },
  });
  await screen.findByText("Nenhum grupo encontrado");
});

function scanReport(): ScanReport {
  const sample = group("g1", [1, 2]).pairs;
  return {
    scan: queue.scan,
    fields: [
      { field: "document", identity: true, household: false, conflict: true },
      { field: "phone", identity: false, household: true, conflict: false },
    ],
    settings: { left_out: [], threshold_ppm: null, version: 4, updated_at: null, updated_by: null },
    statistics: {
      compared: 12_345,
      threshold_ppm: 512_000,
      threshold_set: false,
      left_out: [],
      precision_ppm: 998_000,
      recall_ppm: 990_000,
      bands: [
        { from_ppm: 10_000, pairs: 40, samples: [] },
        { from_ppm: 990_000, pairs: 9, samples: sample },
      ],
      rules: [{ keys: ["birth:value", "name:sounds"], compared: 12_345, divided: 80 }],
    },
    fichas: group("g1", [1, 2]).fichas,
  };
}

it("dup_2_the_report_of_a_scan_shows_where_pairs_fell_and_opens_samples", async () => {
  office({ "duplicates.scan_report": scanReport() });
  const { container } = draw(
    <main>
      <ReportPage />
    </main>,
  );
  expect((await screen.findByText("1 Ficha 1 · 2 Ficha 2")).getAttribute("href")).toBe(
    "/duplicates/compare?ids=c1,c2",
  );
  screen.getByText(/12.345 pares comparados/);
  await accessible(container);
  fireEvent.click(screen.getByRole("button", { name: /40 pares/ }));
  await screen.findByText("Nenhum exemplo desta faixa continua em aberto.");
  expect(screen.queryByRole("switch")).toBeNull();
});

it("dup_2_a_supervisor_says_what_scans_compare_and_put_together", async () => {
  const settings = {
    left_out: ["phone"],
    threshold_ppm: null,
    version: 5,
    updated_at: null,
    updated_by: null,
  };
  const report = { ...scanReport(), settings };
  const requests = office({ "duplicates.scan_report": report }, ["duplicates.merge", "duplicates.supervise"]);
  const { container } = draw(
    <main>
      <ReportPage />
    </main>,
  );
  const phone = await screen.findByRole("switch", { name: "Telefone" });
  expect(phone).toHaveProperty("checked", false);
  expect(screen.getAllByRole("switch")).toHaveLength(1);
  screen.getByText(/A última busca foi feita com outras escolhas/);
  await accessible(container);
  fireEvent.click(phone);
  await waitFor(() =>
    expect(requests("duplicates.set_scan_settings")).toEqual([
      { left_out: [], threshold_ppm: null, version: 5 },
    ]),
  );
  fireEvent.click(screen.getByRole("combobox", { name: "Certeza para pôr fichas no mesmo grupo" }));
  fireEvent.click(await screen.findByRole("option", { name: /A partir de 99\s%: 9 pares/ }));
  await waitFor(() =>
    expect(requests("duplicates.set_scan_settings").at(-1)).toEqual({
      left_out: ["phone"],
      threshold_ppm: 990_000,
      version: 5,
    }),
  );
});
