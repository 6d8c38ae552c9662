// Whom a run found, the longest silent first, each with the last sign of life.
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FindingState, InactivityFinding, InactivityRun } from "@/bindings";
import {
  type Column,
  DataTable,
  RouterLink,
  type RowWindow,
  StateView,
  Tag,
  type TagKind,
  useGo,
  useRows,
} from "@/shared";
import { date } from "@/shared/format";

const kinds: Record<FindingState, TagKind> = {
  found: "today",
  inactivated: "closed",
  passed_over: "open",
  restored: "good",
  kept: "open",
};

export function Findings({ run }: { run: InactivityRun }) {
  const { t } = useTranslation("inactivity");
  const go = useGo();
  const request = useCallback(
    (window: RowWindow) => ({ run: run.id, offset: window.offset, limit: window.limit }),
    [run.id],
  );
  const rows = useRows("inactivity.findings", request, {
    pick: (answer: InactivityFinding[]) => ({ rows: answer, total: run.found }),
  });
  const columns = useColumns();
  return (
    <DataTable
      id="inactivity"
      label={t("findings.title")}
      source={rows}
      columns={columns}
      rowId={(row) => row.customer_id}
      onOpen={(row) => go(`/customers/${row.customer_id}`)}
      empty={<StateView kind="empty" title={t("findings.none")} description={t("findings.none_text")} />}
    />
  );
}

function useColumns(): Column<InactivityFinding>[] {
  const { t } = useTranslation("inactivity");
  return useMemo(
    () => [
      { id: "code", header: t("findings.code"), width: 80, align: "right", cell: (row) => String(row.code) },
      {
        id: "name",
        header: t("findings.name"),
        width: 260,
        cell: (row) => <RouterLink to={`/customers/${row.customer_id}` as string}>{row.name}</RouterLink>,
        text: (row) => row.name,
      },
      { id: "sign", header: t("findings.sign"), width: 200, cell: (row) => t(`signs.${row.sign}`) },
      { id: "sign_on", header: t("findings.sign_on"), width: 110, cell: (row) => date(row.sign_on) },
      {
        id: "state",
        header: t("findings.state"),
        width: 190,
        cell: (row) => <Tag kind={kinds[row.state]}>{t(`findings.states.${row.state}`)}</Tag>,
        text: (row) => t(`findings.states.${row.state}`),
      },
    ],
    [t],
  );
}
