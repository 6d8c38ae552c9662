// What can be done with the marked customers, and how far it is.
import { Button, Drawer, Progress } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerRow } from "@/bindings";
import { copyText } from "@/shared/CopyValue";
import { useErrorText } from "@/shared/errors";
import { count } from "@/shared/format";
import { useGo } from "@/shared/nav";
import { useSession } from "@/shared/session";
import { type Column, toTsv } from "@/shared/table";
import { toast } from "@/shared/toast";
import classes from "./CustomersPage.module.css";
import { hasScreen } from "./extensions";
import { ManyForm } from "./ManyForm";
import { type Many, useMany } from "./useMany";

/** As many fichas as are read side by side. */
const COMPARED_MAX = 6;

interface MarkedBarProps {
  marked: ReadonlyMap<string, CustomerRow>;
  onClear: () => void;
  /** The columns in sight: they are what is copied. */
  columns: Column<CustomerRow>[];
}

export function MarkedBar({ marked, onClear, columns }: MarkedBarProps) {
  const { t } = useTranslation("customers");
  const { can } = useSession();
  const go = useGo();
  const many = useMany();
  const [changing, setChanging] = useState(false);
  const ids = [...marked.keys()];
  const copy = () =>
    void copyText(toTsv(columns, [...marked.values()])).then(
      (done) => done && toast(t("many.copied", { count: ids.length, figure: count(ids.length) })),
    );
  const comparable = ids.length >= 2 && ids.length <= COMPARED_MAX;
  const mayCompare = can("duplicates.merge") && hasScreen("/duplicates/compare");
  return (
    <>
      {ids.length > 0 ? (
        <div className={classes.marked} role="toolbar" aria-label={t("many.title")}>
          <strong>{t("many.marked", { count: ids.length, figure: count(ids.length) })}</strong>
          {can("customers.write") ? (
            <Button size="xs" disabled={many.running} onClick={() => setChanging(true)}>
              {t("many.change")}
            </Button>
          ) : null}
          {mayCompare ? (
            <Button
              size="xs"
              disabled={!comparable}
              onClick={() => go(`/duplicates/compare?ids=${ids.join(",")}`)}
            >
              {t("many.compare")}
            </Button>
          ) : null}
          <Button size="xs" onClick={copy}>
            {t("many.copy")}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            {t("many.clear")}
          </Button>
        </div>
      ) : null}
      <Work many={many} />
      <Drawer
        opened={changing}
        onClose={() => setChanging(false)}
        title={t("many.change_title", { count: ids.length, figure: count(ids.length) })}
        size={480}
        keepMounted={false}
      >
        <ManyForm
          ids={ids}
          onCancel={() => setChanging(false)}
          onStarted={(id) => {
            setChanging(false);
            onClear();
            many.watch(id);
          }}
        />
      </Drawer>
    </>
  );
}

/** How far a change is; at its end what came of it, with a way back. */
function Work({ many }: { many: Many }) {
  const { t } = useTranslation("customers");
  const words = useErrorText();
  const { job, changed, restored } = many;
  if (!job) return null;
  if (many.running) {
    const total = job.total ?? 0;
    return (
      <div className={classes.exporting}>
        <Progress
          className={classes.progress}
          value={total > 0 ? (job.done / total) * 100 : 0}
          aria-label={t("many.title")}
        />
        <span role="status">{t("many.progress", { done: count(job.done), total: count(total) })}</span>
        <Button size="xs" onClick={many.stop}>
          {t("many.stop")}
        </Button>
      </div>
    );
  }
  const error = many.error ?? (job.state === "failed" ? job.result : null);
  const done = changed?.before.length ?? 0;
  const told = error
    ? words.text(error)
    : restored
      ? t("many.restored", {
          count: restored.restored,
          figure: count(restored.restored),
          kept: count(restored.kept),
        })
      : t("many.done", { count: done, figure: count(done), left: count(changed?.passed_over ?? 0) });
  return (
    <div className={classes.exporting}>
      <span role={error ? "alert" : "status"}>{told}</span>
      {done > 0 && !restored ? (
        <Button size="xs" onClick={many.undo} loading={many.undoing}>
          {t("many.undo")}
        </Button>
      ) : null}
      <Button size="xs" variant="subtle" onClick={many.forget}>
        {t("many.close")}
      </Button>
    </div>
  );
}
