// HistoryLink: from a record to who changed what of it; nothing for whoever may not read the audit.
//   <HistoryLink entity="registration" id={sale.id} />
import { useTranslation } from "react-i18next";
import { RouterLink } from "./nav";
import { useSession } from "./session";

export function HistoryLink({ entity, id, className }: { entity: string; id: string; className?: string }) {
  const { t } = useTranslation("shared");
  const { can } = useSession();
  if (!can("audit.read")) return null;
  const to = `/audit?entity=${entity}&id=${encodeURIComponent(id)}`;
  return (
    <RouterLink to={to as string} className={className}>
      {t("history_link")}
    </RouterLink>
  );
}
