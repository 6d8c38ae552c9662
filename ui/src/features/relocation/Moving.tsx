// A move under way: what it is at, how far, and stopping it.
import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RelocationProgress } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count } from "@/shared/format";
import classes from "./Relocation.module.css";

export function Moving({ progress }: { progress: RelocationProgress }) {
  const { t } = useTranslation("relocation");
  const words = useErrorText();
  const stop = useCommand("relocation.cancel");
  const known = progress.total > 0;
  const share = known ? Math.min(100, (100 * progress.done) / progress.total) : 100;
  return (
    <Card
      title={t("progress.title")}
      action={
        <Button
          size="xs"
          disabled={progress.phase === "ending" || stop.isPending || stop.isSuccess}
          onClick={() => stop.mutate({})}
        >
          {t(stop.isSuccess ? "progress.stopping" : "progress.stop")}
        </Button>
      }
    >
      {stop.error ? <FormErrors text={words.text(stop.error)} /> : null}
      <p className={classes.phase} role="status">
        {t(`phases.${progress.phase}`)}
        {progress.table ? <span className={classes.dim}> {progress.table}</span> : null}
      </p>
      <Progress value={share} striped={!known} animated={!known} aria-label={t("progress.label")} />
      <p className={classes.dim}>
        {known ? t("progress.rows", { done: count(progress.done), total: count(progress.total) }) : "\u00a0"}
      </p>
    </Card>
  );
}
