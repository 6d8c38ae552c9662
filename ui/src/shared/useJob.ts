import type { Job } from "@/bindings";
import { useCommandQuery } from "@/ipc";

const LOOK_AGAIN_MS = 500;

/** A job of this person, looked at again until it ends; nothing without an id. */
export function useJob(id: string | undefined): Job | undefined {
  const query = useCommandQuery(
    "jobs.get",
    { id: id ?? "" },
    { enabled: id !== undefined, refetchInterval: LOOK_AGAIN_MS },
  );
  return id === undefined ? undefined : query.data;
}
