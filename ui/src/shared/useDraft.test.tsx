import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { answerWith, draw, status } from "@/test/render";
import { useDraft } from "./useDraft";

function Note({ name }: { name: string }) {
  const draft = useDraft(`note.${name}`, "");
  return (
    <>
      <textarea
        aria-label="nota"
        value={draft.value}
        onChange={(event) => draft.set(event.currentTarget.value)}
      />
      <output>{draft.restored ? "restored" : "fresh"}</output>
      <button type="button" onClick={draft.clear}>
        limpar
      </button>
    </>
  );
}

const field = () => screen.getByLabelText<HTMLTextAreaElement>("nota");

beforeEach(() => {
  localStorage.clear();
  answerWith(() => status);
});

describe("useDraft", () => {
  it("sys_2_unsaved_text_survives_leaving_the_screen", async () => {
    const first = draw(<Note name="a" />);
    await userEvent.type(field(), "ligou e pediu desconto");
    first.unmount();
    draw(<Note name="a" />);
    await screen.findByText("restored");
    expect(field().value).toBe("ligou e pediu desconto");
  });

  it("each_record_has_its_own_draft", async () => {
    const first = draw(<Note name="a" />);
    await userEvent.type(field(), "x");
    first.unmount();
    draw(<Note name="b" />);
    expect(field().value).toBe("");
  });

  it("clearing_forgets_it", async () => {
    const first = draw(<Note name="a" />);
    await userEvent.type(field(), "x");
    await userEvent.click(screen.getByRole("button"));
    first.unmount();
    draw(<Note name="a" />);
    expect(field().value).toBe("");
  });
});
