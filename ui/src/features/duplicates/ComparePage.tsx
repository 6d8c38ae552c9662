// Comparar fichas: those named in the address, from a ficha or a link.
import { useTranslation } from "react-i18next";
import { StateView, useGo, useRouteQuery } from "@/shared";
import { Comparison } from "./Comparison";

export default function ComparePage() {
  const { t } = useTranslation("duplicates");
  const go = useGo();
  const ids = (useRouteQuery("ids") ?? "").split(",").filter(Boolean);
  if (ids.length < 2) return <StateView kind="empty" title={t("compare.few")} />;
  const toFicha = (survivor: string) => go(`/customers/${survivor}`);
  return (
    <Comparison
      key={ids.join()}
      ids={ids}
      leave={{ label: t("compare.back"), keys: "u", run: toFicha }}
      onDone={toFicha}
    />
  );
}
