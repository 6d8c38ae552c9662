// The queue: most urgent first, each sale with its time left in words.
import { useTranslation } from "react-i18next";
import type { LaneCounts, ReviewLane, ReviewQueueItem } from "@/bindings";
import { FilterChips } from "@/shared/FilterChips";
import { date, dayOf, time, today } from "@/shared/format";
import { PageHeader } from "@/shared/Page";
import { Row, Rows } from "@/shared/Rows";
import { Tag } from "@/shared/Tag";
import classes from "./Review.module.css";
import { duration, firstName } from "./words";

export interface ReviewListProps {
  title: string;
  hint: string;
  lane: ReviewLane;
  onLane: (lane: ReviewLane) => void;
  counts: LaneCounts;
  items: ReviewQueueItem[];
  current: string | undefined;
  onChoose: (id: string) => void;
}

const lanes: ReviewLane[] = ["retail", "corporate", "returned"];

export function ReviewList(props: ReviewListProps) {
  const { t } = useTranslation("registrations");
  return (
    <>
      <PageHeader title={props.title} primary={<span className={classes.hint}>{props.hint}</span>} />
      <div className={classes.chips}>
        <FilterChips
          label={t("lanes.label")}
          required
          value={props.lane}
          onChange={(lane) => lane && props.onLane(lane)}
          options={lanes.map((lane) => ({
            value: lane,
            label: t(`lanes.${lane}`),
            count: props.counts[lane],
          }))}
        />
      </div>
      <Rows>
        {props.items.map((item) => (
          <Sale
            key={item.sale.id}
            item={item}
            current={item.sale.id === props.current}
            onChoose={() => props.onChoose(item.sale.id)}
          />
        ))}
      </Rows>
    </>
  );
}

function Sale({
  item,
  current,
  onChoose,
}: {
  item: ReviewQueueItem;
  current: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation("registrations");
  const { sale } = item;
  const fields = item.corrected.map((field) => t(`fields.${field}`).toLowerCase()).join(", ");
  const place = sale.city ? `${sale.city}/${sale.uf}` : sale.uf;
  const second =
    item.corrected.length > 0
      ? t("review.corrected", { round: sale.round, fields })
      : [sale.plan_name, place].filter(Boolean).join(" · ");
  return (
    <Row
      first={sale.name}
      end={<RowTag item={item} />}
      second={second}
      secondEnd={`${firstName(sale.seller_name)} · ${moment(sale.submitted_at)}`}
      current={current}
      onChoose={onChoose}
    />
  );
}

/** The hour of what was sent today, otherwise the day. */
function moment(instant: string | null): string {
  if (instant === null) return "";
  return dayOf(instant) === today() ? time(instant) : date(dayOf(instant)).slice(0, 5);
}

function RowTag({ item }: { item: ReviewQueueItem }) {
  const { t } = useTranslation("registrations");
  if (item.claimed_by_other)
    return <Tag kind="closed">{t("review.with", { name: firstName(item.sale.claimed_by_name ?? "") })}</Tag>;
  if (item.waiting === null) return <Tag kind="closed">{t("states.returned")}</Tag>;
  const left = duration(item.waiting.left_minutes);
  if (item.waiting.urgency === "overdue") return <Tag kind="overdue">{t("review.overdue", { left })}</Tag>;
  if (item.waiting.urgency === "soon") return <Tag kind="today">{t("review.soon", { left })}</Tag>;
  if (item.claimed_by_me) return <Tag kind="open">{t("review.yours")}</Tag>;
  if (item.sale.round > 1) return <Tag kind="internal">{t("review.back")}</Tag>;
  return <Tag kind="closed">{t("review.left", { left })}</Tag>;
}
