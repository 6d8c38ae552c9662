import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerRow } from "@/bindings";
import { count, dateTime, money, phone, taxDocument } from "@/shared/format";
import { Tag } from "@/shared/Tag";
import type { Column } from "@/shared/table";
import classes from "./CustomersPage.module.css";

const place = (row: CustomerRow) => [row.city, row.uf].filter(Boolean).join("/");

/** The columns of the list of customers. */
export function useCustomerColumns(): Column<CustomerRow>[] {
  const { t } = useTranslation("customers");
  return useMemo(
    () => [
      {
        id: "code",
        header: t("fields.code"),
        cell: (row) => count(row.code),
        text: (row) => String(row.code),
        align: "right",
        width: 84,
        sort: true,
      },
      {
        id: "name",
        header: t("fields.name"),
        cell: (row) => (
          <span className={row.status === "inactive" ? classes.inactive : undefined}>{row.name}</span>
        ),
        text: (row) => row.name,
        width: 290,
        sort: true,
      },
      {
        id: "document",
        header: t("fields.document"),
        cell: (row) => taxDocument(row.document),
        width: 172,
        sort: true,
      },
      { id: "city", header: t("fields.city"), cell: place, width: 172, sort: true },
      { id: "phone", header: t("fields.phone"), cell: (row) => phone(row.phone), width: 136, sort: true },
      {
        id: "overdue",
        header: t("list.overdue"),
        cell: (row) =>
          row.overdue_cents === 0 ? "" : <span className={classes.overdue}>{money(row.overdue_cents)}</span>,
        text: (row) => (row.overdue_cents === 0 ? "" : money(row.overdue_cents)),
        align: "right",
        width: 116,
        sort: true,
        greatestFirst: true,
      },
      {
        id: "status",
        header: t("fields.status"),
        cell: (row) => (
          <Tag kind={row.status === "active" ? "good" : "closed"}>{t(`statuses.${row.status}`)}</Tag>
        ),
        text: (row) => t(`statuses.${row.status}`),
        width: 88,
        sort: true,
      },
      {
        id: "email",
        header: t("fields.email"),
        cell: (row) => row.email ?? "",
        width: 220,
        sort: true,
        hidden: true,
      },
      {
        id: "segment",
        header: t("fields.segment"),
        cell: (row) => t(`segments.${row.segment}`),
        width: 110,
        sort: true,
        hidden: true,
      },
      {
        id: "updated_at",
        header: t("fields.updated_at"),
        cell: (row) => dateTime(row.updated_at),
        width: 140,
        sort: true,
        hidden: true,
      },
    ],
    [t],
  );
}
