import { useEffect, useRef, useState } from "react";
import { onFileDrag } from "@/shell";

/** Calls back with the first file that is dropped on the window; tells whether one hangs over it. */
export function useDroppedFile(onFile: (path: string) => void): boolean {
  const [over, setOver] = useState(false);
  const newest = useRef(onFile);
  useEffect(() => {
    newest.current = onFile;
  });
  useEffect(
    () =>
      onFileDrag((drag) => {
        setOver(drag === "over");
        if (typeof drag === "object" && drag.paths[0]) newest.current(drag.paths[0]);
      }),
    [],
  );
  return over;
}
