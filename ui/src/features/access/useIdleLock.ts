import { useEffect } from "react";
import { useCommand } from "@/ipc";

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "focus"] as const;

/** How often, at most, the application is told that the person is there, in milliseconds. */
const TOUCH_EVERY = 60_000;

/**
 * Locks the window after `minutes` without a sign of the person; zero never locks. The application
 * locks by itself too, and reading in the background does not keep it awake: so it is told of signs.
 */
export function useIdleLock(minutes: number): void {
  const { mutate: lock } = useCommand("access.lock");
  const { mutate: touch } = useCommand("access.touch");
  useEffect(() => {
    if (minutes <= 0) return;
    let last = Date.now();
    let touched = last;
    const awake = () => {
      last = Date.now();
      if (last - touched < TOUCH_EVERY) return;
      touched = last;
      touch({});
    };
    // A timer that looks at the clock also notices that the machine has slept.
    const timer = setInterval(() => {
      if (Date.now() - last < minutes * 60_000) return;
      last = Date.now();
      lock({});
    }, 5_000);
    for (const sign of SIGNS) window.addEventListener(sign, awake, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, awake);
    };
  }, [minutes, lock, touch]);
}
