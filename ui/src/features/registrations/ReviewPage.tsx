// Validação de vendas: the queue on the left, one decision on the right, everything by keyboard.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReviewLane } from "@/bindings";
import { count as figure } from "@/shared/format";
import { useRouteQuery } from "@/shared/nav";
import { SplitView } from "@/shared/SplitView";
import { StateView } from "@/shared/StateView";
import { useShortcuts } from "@/shared/shortcuts";
import { ReviewDetail } from "./ReviewDetail";
import { ReviewList } from "./ReviewList";
import { useReview } from "./useReview";

export default function ReviewPage() {
  const { t } = useTranslation("registrations");
  const [lane, setLane] = useState<ReviewLane>("retail");
  const review = useReview(lane, useRouteQuery("sale"));
  const { queue, step } = review;
  useShortcuts(t("review.title"), [
    { keys: "j", label: t("keys.next"), run: () => step(1) },
    { keys: "k", label: t("keys.previous"), run: () => step(-1) },
    { keys: "enter", label: t("keys.next"), run: () => step(1) },
    { keys: "1", label: t("lanes.retail"), run: () => setLane("retail") },
    { keys: "2", label: t("lanes.corporate"), run: () => setLane("corporate") },
    { keys: "3", label: t("lanes.returned"), run: () => setLane("returned") },
  ]);
  if (queue.data === undefined) {
    return queue.isError ? (
      <StateView kind="error" error={queue.error} onRetry={() => void queue.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const waiting = queue.data.counts.retail + queue.data.counts.corporate;
  const list = (
    <ReviewList
      title={t("review.title")}
      hint={t("review.waiting", { count: waiting, figure: figure(waiting) })}
      lane={lane}
      onLane={setLane}
      counts={queue.data.counts}
      items={review.items}
      current={review.current}
      onChoose={review.choose}
    />
  );
  const detail = review.current ? (
    <ReviewDetail key={review.current} id={review.current} decide={review.decide} />
  ) : (
    <StateView kind="empty" title={t(`empty.${lane}.title`)} description={t(`empty.${lane}.text`)} />
  );
  return <SplitView id="review" list={list} detail={detail} />;
}
