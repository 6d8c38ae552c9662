// Andamento das vendas: what was approved, by stage on the left; on the right the one thing it needs next.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CourseRow, CourseStage } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { FilterChips, PageHeader, SplitView, StateView, Tag, useRouteQuery, useShortcuts } from "@/shared";
import { date, dayOf } from "@/shared/format";
import { Row, Rows } from "@/shared/Rows";
import { CourseView } from "./CourseView";
import classes from "./Fulfilment.module.css";

export const STAGES: CourseStage[] = [
  "approved",
  "installation",
  "activation",
  "post_sale",
  "completed",
  "cancelled",
];

export default function CoursePage() {
  const { t } = useTranslation("fulfilment");
  const asked = useRouteQuery("sale");
  const [picked, setStage] = useState<CourseStage>();
  const [chosen, setChosen] = useState<string | undefined>(asked);
  // Whoever comes from a link finds the sale in the list of its stage.
  const meant = useCommandQuery("fulfilment.get", { id: asked ?? "" }, { enabled: asked !== undefined });
  const stage = picked ?? meant.data?.course.stage ?? "approved";
  const query = useCommandQuery("fulfilment.list", { stage }, { keepPrevious: true });
  const items = query.data?.items ?? [];
  const current = chosen ?? items[0]?.course.registration_id;
  const at = items.findIndex((item) => item.course.registration_id === current);
  const go = (step: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
    if (next) setChosen(next.course.registration_id);
  };
  useShortcuts(t("nav.course"), [
    { keys: "j", label: t("keys.next"), run: () => go(1) },
    { keys: "k", label: t("keys.previous"), run: () => go(-1) },
  ]);
  const list = (
    <>
      <PageHeader title={t("nav.course")} />
      <div className={classes.chips}>
        <FilterChips
          label={t("stages.label")}
          required
          value={stage}
          onChange={(next) => {
            if (next === null) return;
            setStage(next);
            setChosen(undefined);
          }}
          options={STAGES.map((value) => ({
            value,
            label: t(`stages.${value}`),
            count: query.data?.totals.find((total) => total.stage === value)?.count ?? 0,
          }))}
        />
      </div>
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : query.data === undefined ? (
        <StateView kind="loading" />
      ) : items.length === 0 ? (
        <StateView kind="empty" title={t("empty.title")} description={t("empty.text")} />
      ) : (
        <Rows>
          {items.map((item) => (
            <Course
              key={item.course.registration_id}
              item={item}
              current={item.course.registration_id === current}
              onChoose={() => setChosen(item.course.registration_id)}
            />
          ))}
        </Rows>
      )}
    </>
  );
  return (
    <SplitView
      id="course"
      list={list}
      detail={
        current ? (
          <CourseView key={current} id={current} />
        ) : (
          <StateView kind="empty" title={t("empty.none")} description={t("empty.text")} />
        )
      }
    />
  );
}

function Course({ item, current, onChoose }: { item: CourseRow; current: boolean; onChoose: () => void }) {
  const { t } = useTranslation("fulfilment");
  const { course } = item;
  const sold = `${[course.carrier, course.plan_name].filter(Boolean).join(" ")} · ${course.city}`;
  return (
    <Row
      first={course.name}
      end={
        item.late_days > 0 ? (
          <Tag kind="overdue">{t("late", { count: item.late_days })}</Tag>
        ) : course.visit_on ? (
          <Tag kind="open">{date(course.visit_on)}</Tag>
        ) : null
      }
      second={sold}
      secondEnd={date(dayOf(course.stage_since)).slice(0, 5)}
      current={current}
      onChoose={onChoose}
    />
  );
}
