// The sales behind a figure.
import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { BehindRow, IndicatorsRequest } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { RouterLink, StateView, useSession } from "@/shared";
import { dateTime } from "@/shared/format";
import { type Asked, duration } from "./asked";
import classes from "./Indicators.module.css";

interface BehindProps {
  asked: Asked | null;
  request: IndicatorsRequest;
  onClose: () => void;
}

export function Behind({ asked, request, onClose }: BehindProps) {
  return (
    <Drawer opened={asked !== null} onClose={onClose} title={asked?.title} size={560} keepMounted={false}>
      {asked ? <Rows asked={asked} request={request} /> : null}
    </Drawer>
  );
}

function Rows({ asked, request }: { asked: Asked; request: IndicatorsRequest }) {
  const { t } = useTranslation("indicators");
  const query = useCommandQuery("indicators.sales_behind", {
    ...request,
    measure: asked.measure,
    key: asked.key ?? "",
    person: asked.person ?? "",
  });
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  if (query.data === undefined) return <StateView kind="loading" />;
  const { rows, total } = query.data;
  if (rows.length === 0) return <StateView kind="empty" title={t("behind.none")} />;
  return (
    <>
      <p className={classes.dim}>
        {rows.length < total
          ? t("behind.first", { shown: rows.length, total })
          : t("behind.all", { count: total })}
      </p>
      <ul className={classes.sales}>
        {rows.map((row, index) => (
          <Sale key={`${row.registration_id} ${index}`} row={row} />
        ))}
      </ul>
    </>
  );
}

function Sale({ row }: { row: BehindRow }) {
  const { t } = useTranslation("indicators");
  const { can } = useSession();
  const open = row.has_course && can("fulfilment.read");
  return (
    <li>
      <div className={classes.saleHead}>
        {open ? (
          <RouterLink to={`/course?sale=${row.registration_id}` as string}>{row.name}</RouterLink>
        ) : (
          row.name
        )}
        <span className={classes.dim}>{row.number}</span>
        <span className={classes.number}>
          {row.score === null ? duration(t, row.minutes) : t("behind.score", { score: row.score })}
        </span>
      </div>
      {row.text ? <div>{row.text}</div> : null}
      <div className={classes.dim}>
        {[
          dateTime(row.at),
          row.by,
          row.by === row.seller_name ? "" : t("behind.sold_by", { name: row.seller_name }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
    </li>
  );
}
