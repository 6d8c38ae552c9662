import { useTranslation } from "react-i18next";
import type { MessageState } from "@/bindings";
import { Tag, type TagKind } from "@/shared/Tag";

const kinds: Record<MessageState, TagKind> = {
  queued: "open",
  claimed: "open",
  sending: "open",
  sent: "good",
  failed: "overdue",
  in_doubt: "today",
  cancelled: "closed",
};

/** Where a message stands, in a word. */
export function MessageTag({ state }: { state: MessageState }) {
  const { t } = useTranslation("mailings");
  return <Tag kind={kinds[state]}>{t(`states.${state}`)}</Tag>;
}
