import { act, fireEvent } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answerWith, draw } from "@/test/render";
import { useIdleLock } from "./useIdleLock";

function Window({ minutes }: { minutes: number }) {
  useIdleLock(minutes);
  return <p>aberta</p>;
}

let told: string[] = [];
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

describe("the idle lock", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    answerWith((command) => {
      told.push(command);
      return {};
    });
  });
  afterEach(() => vi.useRealTimers());

  it("locks_once_after_the_minutes_without_a_sign", async () => {
    draw(<Window minutes={2} />);
    await pass(115);
    expect(told).toEqual([]);
    await pass(10);
    expect(told).toEqual(["access.lock"]);
    await pass(60);
    expect(told).toEqual(["access.lock"]);
  });

  it("every_sign_of_the_person_puts_it_off_and_is_told_once_a_minute_at_most", async () => {
    draw(<Window minutes={2} />);
    for (const sign of ["keyDown", "pointerMove", "wheel"] as const) {
      await pass(50);
      fireEvent[sign](window);
    }
    await pass(100);
    expect(told).toEqual(["access.touch"]);
    await pass(30);
    expect(told).toEqual(["access.touch", "access.lock"]);
  });

  it("notices_that_the_machine_slept", async () => {
    draw(<Window minutes={5} />);
    await pass(10);
    // Asleep, no timer runs; the clock goes on.
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(5);
    expect(told).toEqual(["access.lock"]);
  });

  it("zero_never_locks_and_a_closed_window_is_not_watched_any_longer", async () => {
    const never = draw(<Window minutes={0} />);
    await pass(3600);
    never.unmount();
    const closed = draw(<Window minutes={1} />);
    closed.unmount();
    await pass(3600);
    fireEvent.keyDown(window);
    expect(told).toEqual([]);
  });
});
