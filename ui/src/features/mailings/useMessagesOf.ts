import { useCommandQuery } from "@/ipc";

/** More than one looks at on a timeline at once. */
const LAST = 200;

/** The last messages to a customer, read anew while they are looked at: a worker moves them on. */
export function useMessagesOf(customerId: string) {
  return useCommandQuery(
    "mailings.outbox",
    { view: "all", text: "", customer_id: customerId, offset: 0, limit: LAST },
    { refetchInterval: 10_000 },
  );
}
