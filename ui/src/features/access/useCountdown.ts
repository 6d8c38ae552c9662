import { useEffect, useState } from "react";
import type { CommandError } from "@/ipc";

/** Seconds left before another attempt is allowed, after a refusal that asked to wait. */
export function useCountdown(error: CommandError | null): number {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const wait = Number(error?.params.retry_in_seconds ?? 0);
    if (!(wait > 0)) return;
    const end = Date.now() + wait * 1000;
    setUntil(end);
    setNow(Date.now());
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= end) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [error]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}
