import { useQueryClient } from "@tanstack/react-query";
import { listen } from "@tauri-apps/api/event";
import { useEffect } from "react";
import { invalidateTags, isTauri } from "@/ipc";

/** Reads again what the program itself changed: the mail worker, an import, another window of it. */
export function useAnnouncements(): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isTauri()) return;
    const listening = listen<string[]>("changed", ({ payload }) => void invalidateTags(client, payload));
    return () => void listening.then((stop) => stop());
  }, [client]);
}
