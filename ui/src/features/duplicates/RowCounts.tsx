// How many rows of each kind, in words.
import { useTranslation } from "react-i18next";
import type { RowCount } from "@/bindings";
import classes from "./Duplicates.module.css";

export function RowCounts({ rows, none }: { rows: RowCount[]; none: string }) {
  const { t } = useTranslation("duplicates");
  if (rows.length === 0) return <span className={classes.dim}>{none}</span>;
  return (
    <ul className={classes.plain}>
      {rows.map((row) => (
        <li key={row.kind}>{t(`rows.${row.kind}`, { count: row.count })}</li>
      ))}
    </ul>
  );
}
