// Tag: a state with its word. Colour never stands alone.
//   <Tag kind="overdue">{t("overdue", { days })}</Tag>   <Tag kind="open">{t("open")}</Tag>
// overdue red, today amber, open blue, closed grey, internal violet, sure petrol, good green.
import type { ReactNode } from "react";
import classes from "./Tag.module.css";

export type TagKind = "overdue" | "today" | "open" | "closed" | "internal" | "sure" | "good";

export function Tag({ kind, children }: { kind: TagKind; children: ReactNode }) {
  return (
    <span className={classes.tag} data-kind={kind}>
      {children}
    </span>
  );
}
