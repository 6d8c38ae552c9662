import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice } from "@/bindings";
import { answerWith, draw, status } from "@/test/render";
import { NoticeBell } from "./NoticeBell";

vi.setConfig({ testTimeout: 30_000 });
const went = vi.fn();
vi.mock("@/shared/nav", () => ({ useGo: () => went, RouterLink: "a" }));

const notice = (id: string, more: Partial<Notice>): Notice => ({
  id,
  at: "2026-11-23T12:00:00Z",
  kind: "registration_approved",
  title: "Aparecida Teles",
  text: "",
  subject_kind: "registration",
  subject_id: "r1",
  read_at: null,
  ...more,
});

function office(list: Notice[], permissions: string[] = []) {
  const marked: unknown[] = [];
  answerWith((command, request) => {
    if (command === "app.status") return { ...status, user: { ...status.user, permissions } };
    if (command === "notices.mark_read") marked.push(request.id);
    if (command === "notices.list")
      return { unread: list.filter((one) => one.read_at === null).length, list };
    return {};
  });
  return marked;
}

async function opened(name: string) {
  await userEvent.click(await screen.findByRole("button", { name }));
  return screen.findByRole("dialog");
}

beforeEach(() => went.mockClear());

describe("the bell", () => {
  it("says_how_many_are_new_marks_one_read_and_leads_to_the_quote", async () => {
    const marked = office([
      notice("n1", {
        kind: "quote_awaiting_approval",
        subject_kind: "quote",
        subject_id: "q1",
        text: "12 %",
      }),
      notice("n2", { kind: "made_up_later", read_at: "2026-11-23T12:30:00Z", title: "Outra coisa" }),
    ]);
    draw(<NoticeBell />);
    const list = await opened("Avisos: 1 novo");
    expect((await axe.run(list)).violations.map((violation) => violation.id)).toEqual([]);
    expect(list.textContent).toContain("Aviso");
    fireEvent.click(screen.getByRole("button", { name: /Orçamento aguarda a sua aprovação/ }));
    expect(went).toHaveBeenCalledWith("/quotes/q1");
    await waitFor(() => expect(marked).toEqual(["n1"]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("leads_a_reviewer_to_the_review_and_a_seller_to_their_sale", async () => {
    const handed = [notice("n1", { kind: "registration_handed_over", read_at: "2026-11-23T12:30:00Z" })];
    const marked = office(handed, ["registrations.review"]);
    const { unmount } = draw(<NoticeBell />);
    await opened("Avisos");
    fireEvent.click(screen.getByRole("button", { name: /Análise passada para você/ }));
    expect(went).toHaveBeenLastCalledWith("/review?sale=r1");
    unmount();
    office(handed);
    draw(<NoticeBell />);
    await opened("Avisos");
    fireEvent.click(screen.getByRole("button", { name: /Análise passada para você/ }));
    expect(went).toHaveBeenLastCalledWith("/sales/r1");
    expect(marked).toEqual([]);
  });

  it("marks_all_read_at_once_and_says_when_there_are_none", async () => {
    const marked = office([notice("n1", {}), notice("n2", {})]);
    const { unmount } = draw(<NoticeBell />);
    await opened("Avisos: 2 novos");
    fireEvent.click(screen.getByRole("button", { name: "Marcar todos como lidos" }));
    await waitFor(() => expect(marked).toEqual([null]));
    unmount();
    office([]);
    draw(<NoticeBell />);
    await opened("Avisos");
    expect(screen.getByText("Nenhum aviso")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Marcar todos como lidos" })).toBeNull();
  });
});
