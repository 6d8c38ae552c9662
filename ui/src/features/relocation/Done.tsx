// What a move came to: table by table on both sides, and the way to go on.
import { Alert, Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Relocated } from "@/bindings";
import { callSetup } from "@/ipc";
import { Card, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count } from "@/shared/format";
import classes from "./Relocation.module.css";

export function Done({ done }: { done: Relocated }) {
  const { t } = useTranslation("relocation");
  const words = useErrorText();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const go = async () => {
    try {
      await callSetup("open", {});
      await client.resetQueries();
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <Card title={t("done.title")}>
      {error ? <FormErrors text={words.text(error)} /> : null}
      <Alert variant="light" role="status" mb={12}>
        {t("done.text", { rows: count(done.rows), to: done.to, entries: count(done.audit_entries) })}
      </Alert>
      <p className={classes.text}>{t(done.marked ? "done.file" : "done.unmarked", { from: done.from })}</p>
      {done.remembered ? (
        <>
          <p className={classes.text}>{t("done.others")}</p>
          <Button variant="filled" onClick={() => void go()}>
            {t("done.go")}
          </Button>
        </>
      ) : (
        <p className={classes.text}>{t("done.change_address")}</p>
      )}
      <Comparison done={done} />
    </Card>
  );
}

function Comparison({ done }: { done: Relocated }) {
  const { t } = useTranslation("relocation");
  const rows = done.tables.filter((row) => row.rows_before > 0);
  return (
    <table className={classes.table} aria-label={t("table.label")}>
      <thead>
        <tr>
          <th>{t("table.table")}</th>
          <th className={classes.number}>{t("table.before")}</th>
          <th className={classes.number}>{t("table.after")}</th>
          <th>{t("table.checksum")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.table}>
            <td>{row.table}</td>
            <td className={classes.number}>{count(row.rows_before)}</td>
            <td className={classes.number}>{count(row.rows_after)}</td>
            <td className={classes.sum} title={row.checksum_after}>
              {row.checksum_after.slice(0, 12)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
