import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { RouterLink } from "@/shared/nav";
import { StateView } from "@/shared/StateView";

/** An address no feature knows, such as an old link. */
export function NotFound() {
  const { t } = useTranslation("app");
  return (
    <StateView
      kind="empty"
      title={t("not_found.title")}
      description={t("not_found.text")}
      action={
        <Button component={RouterLink} {...{ to: "/" }}>
          {t("not_found.home")}
        </Button>
      }
    />
  );
}
