import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count } from "@/shared/format";
import classes from "./CustomersPage.module.css";
import type { Export } from "./useExport";

/** How far the file is, with a way to stop; nothing while none is written. */
export function ExportBar({ work }: { work: Export }) {
  const { t } = useTranslation("customers");
  const { job } = work;
  if (job === undefined || job.ended_at !== null) return null;
  const total = job.total ?? 0;
  return (
    <div className={classes.exporting}>
      <Progress
        className={classes.progress}
        value={total > 0 ? (job.done / total) * 100 : 0}
        aria-label={t("export.running")}
      />
      <span role="status">
        {t("export.progress", { done: count(job.done), total: count(total), file: job.title })}
      </span>
      <Button size="xs" onClick={work.stop} loading={work.stopping}>
        {t("export.stop")}
      </Button>
    </div>
  );
}
