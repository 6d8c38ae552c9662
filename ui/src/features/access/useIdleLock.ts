import { useEffect } from "react";
import { useCommand } from "@/ipc";

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "focus"] as const;

/** Locks the window after `minutes` without a sign of the person; zero never locks. */
export function useIdleLock(minutes: number): void {
  const { mutate } = useCommand("access.lock");
  useEffect(() => {
    if (minutes <= 0) return;
    let last = Date.now();
    const awake = () => {
      last = Date.now();
    };
    // A timer that looks at the clock also notices that the machine has slept.
    const timer = setInterval(() => {
      if (Date.now() - last < minutes * 60_000) return;
      awake();
      mutate({});
    }, 5_000);
    for (const sign of SIGNS) window.addEventListener(sign, awake, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, awake);
    };
  }, [minutes, mutate]);
}
