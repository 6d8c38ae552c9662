// One sale under review: what was typed, the evidence beside it, and the decision.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationDetail } from "@/bindings";
import { Presence } from "@/features/presence";
import { useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { dateTime, money, time } from "@/shared/format";
import { StateView } from "@/shared/StateView";
import { Tag } from "@/shared/Tag";
import { errorToast } from "@/shared/toast";
import { DecisionBar, type Panel } from "./DecisionBar";
import { Evidence } from "./Evidence";
import { JoinPanel } from "./JoinPanel";
import classes from "./Review.module.css";
import { HistoryCard, SuspectsCard } from "./SideCards";
import { stateTags } from "./stateTags";
import { useReturnReasons } from "./useReturnReasons";
import type { useReview } from "./useReview";

export interface ReviewDetailProps {
  id: string;
  decide: ReturnType<typeof useReview>["decide"];
}

export function ReviewDetail({ id, decide }: ReviewDetailProps) {
  const query = useCommandQuery("registrations.get", { id }, { staleTime: 20_000, refetchInterval: 60_000 });
  if (query.data === undefined) {
    return query.isError ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  return <Sale detail={query.data} decide={decide} />;
}

function Sale({ detail, decide }: { detail: RegistrationDetail; decide: ReviewDetailProps["decide"] }) {
  const { t } = useTranslation("registrations");
  const sale = detail.registration;
  const [panel, setPanel] = useState<Panel>(null);
  const reasons = useReturnReasons(detail);
  const claim = useClaim(sale.id);
  const waits = sale.state === "submitted" || sale.state === "in_review";
  const open = waits && !detail.claimed_by_other;
  const failed = detail.checks.filter((check) => check.outcome === "fail").length;

  // Opening only previews; the first step of a decision takes the sale.
  const begin = (next: Panel) => {
    if (!open) return;
    setPanel(next);
    if (!detail.claimed_by_me) claim();
  };
  const name = sale.content.name;
  const approve = (customer_id: string | null, take: string[]) =>
    void decide(
      "registrations.approve",
      { id: sale.id, round: sale.round, customer_id, take },
      t("done.approved", { name }),
    );
  const startApproval = () => {
    if (detail.same_document.length > 0 || failed > 0) begin("approve");
    else if (open) approve(null, []);
  };
  const sendBack = () => {
    const request = { id: sale.id, round: sale.round, reasons: reasons.list, note: "" };
    void decide("registrations.return", request, t("done.returned", { name })).then(reasons.forget);
  };
  const deny = (reason: string) =>
    void decide("registrations.deny", { id: sale.id, round: sale.round, reason }, t("done.denied", { name }));

  return (
    <>
      <div className={classes.scroll}>
        <Heading detail={detail} />
        <Evidence
          detail={detail}
          returning={panel === "return"}
          reasons={reasons}
          onSuggest={(field, text) => {
            if (!open) return;
            reasons.set(field, text);
            begin("return");
          }}
        />
        {panel === "approve" ? (
          <JoinPanel detail={detail} failed={failed} onApprove={approve} onLeave={() => setPanel(null)} />
        ) : null}
        <div className={classes.cards}>
          <SuspectsCard suspects={detail.suspects} />
          <HistoryCard detail={detail} />
        </div>
      </div>
      <DecisionBar
        detail={detail}
        open={open}
        panel={panel}
        onPanel={(next) => (next === null ? setPanel(null) : begin(next))}
        onApprove={startApproval}
        onReturn={sendBack}
        canReturn={reasons.list.length > 0}
        onDeny={deny}
      />
    </>
  );
}

/** Takes the sale for the person; a refusal says who has it. */
function useClaim(id: string): () => void {
  const claim = useCommand("registrations.claim");
  const words = useErrorText();
  return () => claim.mutate({ id }, { onError: (error) => errorToast(words.text(error)) });
}

function Heading({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  const sale = detail.registration;
  const { content } = sale;
  const facts = [
    detail.plan?.name,
    detail.plan ? t("review.monthly", { value: money(detail.plan.monthly_cents) }) : null,
    content.due_day ? t("review.due_day", { day: content.due_day }) : null,
    content.installation_period ? t(`review.installation.${content.installation_period}`) : null,
    t("review.seller", { name: sale.seller_name }),
  ].filter(Boolean);
  return (
    <header className={classes.heading}>
      <div className={classes.title}>
        <h2>{content.name}</h2>
        <StateTag detail={detail} />
        <Presence kind="registration" id={sale.id} />
        <span className={classes.number}>
          {t("review.number", { number: sale.number })} {"·"} {t("review.round", { round: sale.round })}
        </span>
      </div>
      <p className={classes.facts}>{facts.join(" · ")}</p>
    </header>
  );
}

function StateTag({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  const sale = detail.registration;
  if (detail.claimed_by_me) {
    return (
      <span title={t("review.until", { time: time(sale.claimed_until) })}>
        <Tag kind="open">{t("review.by_you")}</Tag>
      </span>
    );
  }
  if (detail.claimed_by_other) {
    return (
      <Tag kind="closed">
        {t("review.by", { name: sale.claimed_by_name, time: time(sale.claimed_until) })}
      </Tag>
    );
  }
  const state = sale.state === "in_review" ? "submitted" : sale.state;
  return (
    <span title={sale.decided_at ? dateTime(sale.decided_at) : undefined}>
      <Tag kind={stateTags[sale.state]}>{t(`states.${state}`)}</Tag>
    </span>
  );
}
