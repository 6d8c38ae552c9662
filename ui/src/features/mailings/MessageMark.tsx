import { MessageTag } from "./MessageTag";
import { useMessagesOf } from "./useMessagesOf";

/** Where a message of the timeline stands now. */
export default function MessageMark({ customerId, subjectId }: { customerId: string; subjectId: string }) {
  const row = useMessagesOf(customerId).data?.rows.find((message) => message.id === subjectId);
  return row ? <MessageTag state={row.state} /> : null;
}
