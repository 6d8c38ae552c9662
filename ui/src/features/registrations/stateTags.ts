import type { RegistrationState } from "@/bindings";
import type { TagKind } from "@/shared/Tag";

/** How each state is coloured; its word always stands in the tag. */
export const stateTags: Record<RegistrationState, TagKind> = {
  draft: "closed",
  submitted: "open",
  in_review: "open",
  approved: "good",
  returned: "today",
  denied: "overdue",
  cancelled: "closed",
};
