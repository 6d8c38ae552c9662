import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { CertainGroups } from "@/bindings";
import { draw } from "@/test/render";
import CertainPage from "./CertainPage";
import { accessible, office } from "./fixtures";

vi.setConfig({ testTimeout: 30_000 });

vi.mock("@/shared/nav", () => ({
  useGo: () => vi.fn(),
  RouterLink: ({ to, ...rest }: { to: string }) => <a href={to} {...rest} />,
}));

const certain: CertainGroups = {
  settings: {
    automatic_ppm: 999_000,
    version: 2,
    updated_at: "2026-11-23T12:00:00Z",
    updated_by: "Sílvia Prado",
  },
  candidates: 1_203,
  clean: 1_202,
  running: null,
  runs: [],
  groups: [1, 3].map((code) => ({
    id: `g${code}`,
    probability_ppm: 999_950,
    survivor: { id: `c${code}`, code, name: `Ficha ${code}` },
    others: [{ id: `c${code + 1}`, code: code + 1, name: `Ficha ${code + 1}` }],
    moving: [{ kind: "quote", count: 2 }],
  })),
};

const run = {
  id: "r1",
  automatic_ppm: 999_000,
  total: 1_201,
  merged: 1_201,
  standing: 1_201,
  passed_over: 0,
  started_at: "2026-11-23T12:00:00Z",
  started_by: "Beatriz Lima",
  ended_at: "2026-11-23T12:10:00Z",
};

it("dup_9_all_clean_groups_are_merged_by_one_run_and_taken_back", async () => {
  const ended = {
    title: "",
    done: 1,
    total: 1,
    state: "done",
    started_at: "",
    ended_at: "2026-11-23T12:00:00Z",
  };
  const job = (request: Record<string, unknown>) =>
    request.id === "j1"
      ? { ...ended, id: "j1", kind: "merge_certain", result: { run: "r1", merged: 1_201, passed_over: 2 } }
      : { ...ended, id: "j2", kind: "undo_certain", result: { undone: 1_201, kept: 0 } };
  const requests = office({
    "duplicates.certain": { ...certain, runs: [run] },
    "duplicates.merge_certain": { id: "j1" },
    "duplicates.undo_certain": { id: "j2" },
    "jobs.get": job,
  });
  const { container } = draw(
    <main>
      <CertainPage />
    </main>,
  );
  fireEvent.click(await screen.findByLabelText("Mesclar o grupo da ficha 3 Ficha 3"));
  screen.getByText(/1 grupo acima do limite tem campos que se contradizem/);
  screen.getByText("1 a 2 de 1.202");
  // Who may not set the threshold reads it.
  screen.getByText(/Limite para mesclar de uma vez: 99,9/);
  await accessible(container);
  fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
  expect(requests("duplicates.merge_certain")).toEqual([]);
  fireEvent.click(await screen.findByRole("button", { name: "Confirmar e mesclar 1.201 grupos" }));
  await screen.findByText("1.201 grupos mesclados; deixados para uma pessoa decidir: 2.");
  expect(requests("duplicates.merge_certain")).toEqual([{ automatic_ppm: 999_000, without: ["g3"] }]);
  fireEvent.click(screen.getByRole("button", { name: "Desfazer todas" }));
  fireEvent.click(screen.getByRole("button", { name: "Confirmar e desfazer 1.201 mesclagens" }));
  await screen.findByText(/1.201 mesclagens desfeitas/);
  expect(requests("duplicates.undo_certain")).toEqual([{ run: "r1" }]);
});

it("sys_8_a_run_under_way_is_found_again_and_stopped_and_a_colleague_s_is_shown", async () => {
  const at_work = { job: "j1", undoing: false, done: 40, total: 1_202, by: "Beatriz Lima", own: true };
  const job = {
    id: "j1",
    kind: "merge_certain",
    state: "running",
    title: "",
    done: 40,
    total: 1_202,
    ended_at: null,
  };
  const requests = office({ "duplicates.certain": { ...certain, running: at_work }, "jobs.get": job });
  const { unmount } = draw(<CertainPage />);
  await screen.findByText("Mesclando… 40 de 1.202");
  expect(screen.getByRole("button", { name: /^Mesclar 1.202 grupos/ })).toHaveProperty("disabled", true);
  fireEvent.click(screen.getByRole("button", { name: "Parar" }));
  await waitFor(() => expect(requests("jobs.cancel")).toEqual([{ id: "j1" }]));
  unmount();
  office({ "duplicates.certain": { ...certain, running: { ...at_work, own: false } } });
  draw(<CertainPage />);
  await screen.findByText("Beatriz Lima está mesclando… 40 de 1.202");
  expect(screen.queryByRole("button", { name: "Parar" })).toBeNull();
});

it("dup_9_without_a_threshold_nothing_is_merged_at_once", async () => {
  const off = { automatic_ppm: null, version: 0, updated_at: null, updated_by: null };
  office({ "duplicates.certain": { ...certain, settings: off, candidates: 0, clean: 0, groups: [] } });
  draw(<CertainPage />);
  await screen.findByText("Mesclar de uma vez está desligado");
  expect(screen.getByRole("button", { name: /^Mesclar 0 grupo/ })).toHaveProperty("disabled", true);
});
