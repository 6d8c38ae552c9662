// Quotes expire by themselves: whoever opens a screen that shows them lets the application take note
// of those whose validity ended, which books the return appointments. Doing it again changes nothing.
import { useEffect } from "react";
import { useCommand } from "@/ipc";
import { useSession } from "@/shared";

export function useExpireQuotes(): void {
  const { can } = useSession();
  const { mutate } = useCommand("quotes.expire");
  const allowed = can("quotes.read");
  useEffect(() => {
    if (allowed) mutate({});
  }, [allowed, mutate]);
}
