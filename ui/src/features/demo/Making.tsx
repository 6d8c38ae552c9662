// How far the making of a demo base is.
import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count } from "@/shared/format";
import classes from "./Demo.module.css";

export function Making({ done, total }: { done: number; total: number }) {
  const { t } = useTranslation("demo");
  return (
    <section className={classes.offer} aria-label={t("making.title")}>
      <span role="status">
        {total > 0 ? t("making.progress", { done: count(done), total: count(total) }) : t("making.title")}
      </span>
      <Progress
        value={total > 0 ? Math.max((done / total) * 100, 3) : 3}
        animated
        aria-label={t("making.title")}
      />
    </section>
  );
}
