import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { usePaced } from "./usePaced";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

it("the_first_letter_is_taken_at_once_and_the_last_one_always", () => {
  const taken: string[] = [];
  const { rerender } = renderHook(
    ({ text }) => {
      const paced = usePaced(text);
      if (taken.at(-1) !== paced) taken.push(paced);
    },
    { initialProps: { text: "" } },
  );
  for (const text of ["a", "an", "ana", "ana ", "ana l"]) {
    rerender({ text });
    act(() => void vi.advanceTimersByTime(20));
  }
  act(() => void vi.advanceTimersByTime(60));
  expect(taken).toEqual(["", "a", "ana", "ana l"]);
});

it("whoever_types_slowly_is_followed_letter_by_letter", () => {
  const { result, rerender } = renderHook(({ text }) => usePaced(text), { initialProps: { text: "" } });
  for (const text of ["m", "ma", "mar"]) {
    act(() => void vi.advanceTimersByTime(120));
    rerender({ text });
    expect(result.current).toBe(text);
  }
});
