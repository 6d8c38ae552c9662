import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MailSummary } from "@/bindings";
import { RouterLink } from "@/shared/nav";
import { useSession } from "@/shared/session";
import classes from "./mailings.module.css";

/** Why messages do not leave, and where to change it. Nothing while they do. */
export function Condition({ summary }: { summary: MailSummary }) {
  const { t } = useTranslation("mailings");
  const { can } = useSession();
  if (summary.condition === "ready") return null;
  const atLimit = summary.condition === "at_limit";
  return (
    <output className={classes.condition}>
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
      <span>
        <strong>{t(`conditions.${summary.condition}.title`)}</strong>{" "}
        {t(`conditions.${summary.condition}.text`)}
        {summary.last_error && summary.condition === "failing" ? ` “${summary.last_error}”` : null}
      </span>
      {can("mailings.account") && !atLimit ? (
        <RouterLink to={"/mail-account" as never}>{t("conditions.action")}</RouterLink>
      ) : null}
    </output>
  );
}
