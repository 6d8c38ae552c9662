import { useEffect, useRef, useState } from "react";

/**
 * The value for asking the application while somebody types: taken at once after a rest, and at most once in `pause`
 * milliseconds while it goes on changing. Waiting for the typing to rest would cost that time with each letter.
 */
export function usePaced<T>(value: T, pause = 60): T {
  const [paced, setPaced] = useState(value);
  const takenAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (Object.is(value, paced)) return;
    const take = () => {
      takenAt.current = performance.now();
      setPaced(value);
    };
    const wait = takenAt.current + pause - performance.now();
    if (wait <= 0) {
      take();
      return;
    }
    const timer = setTimeout(take, wait);
    return () => clearTimeout(timer);
  }, [value, paced, pause]);
  return paced;
}
