// Boas-vindas: customers who are new or whose fichas were merged, and the steps of each (REG-9).
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OnboardingRow } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { FilterChips, PageHeader, SplitView, StateView, Tag, useRouteQuery, useShortcuts } from "@/shared";
import { dayOf, daysBetween, today } from "@/shared/format";
import { Row, Rows } from "@/shared/Rows";
import { Checklist } from "./Checklist";
import classes from "./Onboarding.module.css";

/** After a week a welcome has waited long. */
const LONG = 7;

export default function OnboardingPage() {
  const { t } = useTranslation("onboarding");
  const asked = useRouteQuery("id");
  const [open, setOpen] = useState(true);
  const [chosen, setChosen] = useState<string | undefined>(asked);
  const query = useCommandQuery("onboarding.list", { open }, { keepPrevious: true });
  const items = query.data?.items ?? [];
  const current = chosen ?? items[0]?.onboarding.id;
  const at = items.findIndex((item) => item.onboarding.id === current);
  const go = (step: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
    if (next) setChosen(next.onboarding.id);
  };
  useShortcuts(t("nav"), [
    { keys: "j", label: t("keys.next"), run: () => go(1) },
    { keys: "k", label: t("keys.previous"), run: () => go(-1) },
  ]);
  const list = (
    <>
      <PageHeader title={t("nav")} />
      <div className={classes.chips}>
        <FilterChips
          label={t("filter.label")}
          required
          value={open ? "open" : "completed"}
          onChange={(next) => {
            setOpen(next === "open");
            setChosen(undefined);
          }}
          options={[
            { value: "open", label: t("filter.open"), count: query.data?.open },
            { value: "completed", label: t("filter.completed"), count: query.data?.completed },
          ]}
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
            <Welcome
              key={item.onboarding.id}
              item={item}
              current={item.onboarding.id === current}
              onChoose={() => setChosen(item.onboarding.id)}
            />
          ))}
        </Rows>
      )}
    </>
  );
  return (
    <SplitView
      id="onboarding"
      list={list}
      detail={
        current ? (
          <Checklist key={current} id={current} />
        ) : (
          <StateView kind="empty" title={t("empty.none")} description={t("empty.text")} />
        )
      }
    />
  );
}

function Welcome({
  item,
  current,
  onChoose,
}: {
  item: OnboardingRow;
  current: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation("onboarding");
  const { onboarding } = item;
  const days = daysBetween(dayOf(onboarding.opened_at), today());
  const waits = onboarding.completed_at === null;
  return (
    <Row
      first={onboarding.customer_name}
      end={t("progress", { done: onboarding.done, steps: item.steps })}
      second={t(`causes.${onboarding.cause}`)}
      secondEnd={
        waits && days >= LONG ? (
          <Tag kind="today">{t("days", { count: days })}</Tag>
        ) : waits ? (
          t("days", { count: days })
        ) : null
      }
      current={current}
      onChoose={onChoose}
    />
  );
}
