import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ScanUnderWay } from "@/bindings";
import classes from "./Duplicates.module.css";
import type { Scan } from "./useScan";

/** How far a scan is; whoever began it can stop it. Nothing while none is under way. */
export function ScanBar({ running, scan }: { running: ScanUnderWay | null; scan: Scan }) {
  const { t } = useTranslation("duplicates");
  if (!running) return null;
  return (
    <div className={classes.scanning}>
      <span role="status">
        {t(running.own ? "scan.running" : "scan.running_by", { percent: running.percent, by: running.by })}
      </span>
      {running.own ? (
        <Button size="xs" onClick={scan.stop} loading={scan.stopping}>
          {t("scan.stop")}
        </Button>
      ) : null}
      <Progress className={classes.progress} value={running.percent} aria-label={t("scan.bar")} />
    </div>
  );
}
