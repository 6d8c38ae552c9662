// Beside the evidence: who might be the same customer, and what happened to the sale so far.
import { useTranslation } from "react-i18next";
import type { RegistrationDetail, ReviewRound, Suspect } from "@/bindings";
import { Card } from "@/shared/Card";
import { dateTime, dayOf, count as figure, time, today } from "@/shared/format";
import { HistoryLink } from "@/shared/HistoryLink";
import { RouterLink } from "@/shared/nav";
import { useSuspectReasons } from "@/shared/suspects";
import classes from "./Review.module.css";
import { useFieldValue } from "./words";

export function SuspectsCard({ suspects }: { suspects: Suspect[] }) {
  const { t } = useTranslation("registrations");
  const reasons = useSuspectReasons();
  const first = suspects[0];
  if (first === undefined) {
    return (
      <Card title={t("suspects.none")}>
        <p className={classes.quiet}>{t("suspects.none_text")}</p>
      </Card>
    );
  }
  return (
    <Card title={t("suspects.title", { count: suspects.length, score: first.score })}>
      {suspects.slice(0, 3).map((suspect) => (
        <div key={suspect.customer_id} className={classes.suspect}>
          <div>{t("suspects.who", { name: suspect.name, code: figure(suspect.code) })}</div>
          <div className={classes.quiet}>{reasons(suspect.reasons)}</div>
          <div className={classes.meter}>
            <span className={classes.bar} aria-hidden>
              <i style={{ width: `${suspect.score}%` }} />
            </span>
            <span className={classes.quiet}>{t("suspects.score", { score: suspect.score })}</span>
            <RouterLink to={`/customers/${suspect.customer_id}`}>{t("suspects.open")}</RouterLink>
          </div>
        </div>
      ))}
    </Card>
  );
}

export function HistoryCard({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  return (
    <Card title={t("history.title")}>
      <ol className={classes.history}>
        {detail.rounds.map((round) => (
          <Round key={round.round} round={round} />
        ))}
      </ol>
      {detail.rounds.length === 0 ? <p className={classes.quiet}>{t("history.none")}</p> : null}
      <HistoryLink entity="registration" id={detail.registration.id} />
    </Card>
  );
}

function moment(instant: string): string {
  return dayOf(instant) === today() ? time(instant) : dateTime(instant).replace(/\/\d{4} /, " ");
}

/** One submission: the decision on it, then what was sent and what had changed. */
function Round({ round }: { round: ReviewRound }) {
  const { t } = useTranslation("registrations");
  const value = useFieldValue();
  return (
    <li>
      {round.decision && round.decided_at ? (
        <div className={classes.event}>
          <time dateTime={round.decided_at}>{moment(round.decided_at)}</time>
          <div>
            {t(`history.${round.decision}`, { name: round.decided_by })}
            {round.note ? <div className={classes.words}>{round.note}</div> : null}
            {round.reasons.map((reason) => (
              <div key={reason.field} className={classes.words}>
                <strong>{t(`fields.${reason.field}`)}</strong> {reason.reason}
              </div>
            ))}
          </div>
        </div>
      ) : null}
      <div className={classes.event}>
        <time dateTime={round.submitted_at}>{moment(round.submitted_at)}</time>
        <div>
          {t(round.round === 1 ? "history.submitted" : "history.resubmitted", { name: round.submitted_by })}
          {round.changes.map((change) => (
            <div key={change.field} className={classes.words}>
              <strong>{t(`fields.${change.field}`)}</strong>{" "}
              {change.field === "plan_id" ? (
                t("history.changed")
              ) : (
                <>
                  <del>{value(change.field, change.before)}</del> {"→"}{" "}
                  <ins>{value(change.field, change.after)}</ins>
                </>
              )}
            </div>
          ))}
        </div>
      </div>
    </li>
  );
}
