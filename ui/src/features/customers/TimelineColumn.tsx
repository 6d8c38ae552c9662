import { Button } from "@mantine/core";
import { lazy, type RefObject, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Activity, ActivityKind } from "@/bindings";
import { useErrorText } from "@/shared/errors";
import { FilterChips } from "@/shared/FilterChips";
import { dateTime, relative, time, today } from "@/shared/format";
import { RouterLink } from "@/shared/nav";
import { StateView } from "@/shared/StateView";
import { useSession } from "@/shared/session";
import { Tag } from "@/shared/Tag";
import { errorToast } from "@/shared/toast";
import { openLink } from "@/shell";
import { Composer } from "./Composer";
import { subjectPath, timelineMarks, titleKeys } from "./extensions";
import classes from "./TimelineColumn.module.css";
import { byDay, type Day, dayText, hostOf, readableCode } from "./timeline";
import { useTimeline } from "./useTimeline";

const KINDS = ["all", "contact", "document", "registration", "finance", "agenda"] as const;

export interface TimelineColumnProps {
  customerId: string;
  composer: RefObject<HTMLTextAreaElement | null>;
  mayContact: boolean;
}

/** Movimentações: what was said, sent and decided, newest first, under a composer that is always ready. */
export function TimelineColumn({ customerId, composer, mayContact }: TimelineColumnProps) {
  const { t } = useTranslation("customers");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("all");
  return (
    <section className={classes.column} aria-label={t("timeline_view.title")}>
      <header className={classes.bar}>
        <h2 className={classes.title}>{t("timeline_view.title")}</h2>
        <FilterChips
          label={t("timeline_view.filter")}
          required
          value={kind}
          onChange={(next) => setKind(next ?? "all")}
          options={KINDS.map((value) => ({ value, label: t(`timeline_view.kinds.${value}`) }))}
        />
      </header>
      <div className={classes.scroll}>
        {mayContact ? <Composer customerId={customerId} field={composer} /> : null}
        <Entries key={kind} customerId={customerId} kind={kind === "all" ? null : kind} />
      </div>
    </section>
  );
}

function Entries({ customerId, kind }: { customerId: string; kind: ActivityKind | null }) {
  const { t } = useTranslation("customers");
  const view = useTimeline(customerId, kind);
  if (view.error) return <StateView kind="error" error={view.error} onRetry={view.retry} />;
  if (view.total === null) return <StateView kind="loading" />;
  if (view.total === 0)
    return (
      <StateView
        kind="empty"
        title={t(kind === null ? "timeline_view.empty" : "timeline_view.empty_kind")}
        description={t("timeline_view.empty_text")}
      />
    );
  const left = view.total - view.entries.length;
  return (
    <>
      {byDay(view.entries).map((day) => (
        <DayEntries key={day.day} day={day} customerId={customerId} />
      ))}
      {left > 0 ? (
        <div className={classes.more}>
          <Button size="xs" onClick={view.more} loading={view.loadingMore}>
            {t("timeline_view.more", { count: left })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function DayEntries({ day, customerId }: { day: Day; customerId: string }) {
  const { t } = useTranslation("customers");
  const words = { today: t("days.today"), yesterday: t("days.yesterday") };
  return (
    <>
      <h3 className={classes.day}>{dayText(day.day, today(), words)}</h3>
      <ol className={classes.line}>
        {day.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} customerId={customerId} />
        ))}
      </ol>
    </>
  );
}

function Entry({ entry, customerId }: { entry: Activity; customerId: string }) {
  const { t } = useTranslation("customers");
  const { can } = useSession();
  const path = subjectPath(entry.subject_kind, entry.subject_id, can);
  const title = useTitle(entry);
  return (
    <li className={classes.entry}>
      <div className={classes.top}>
        <time className={classes.when} dateTime={entry.at} title={dateTime(entry.at)}>
          {time(entry.at)}
        </time>
        {path ? (
          <RouterLink to={path} className={classes.what}>
            {title}
          </RouterLink>
        ) : (
          <span className={classes.what}>{title}</span>
        )}
        <Mark entry={entry} customerId={customerId} />
        {entry.answered === false ? <Tag kind="today">{t("composer.unanswered")}</Tag> : null}
        <span className={classes.who}>
          {[entry.author_name || t("timeline_view.system"), relative(entry.at)].join(" · ")}
        </span>
      </div>
      {entry.text ? <div className={classes.text}>{entry.text}</div> : null}
      {entry.link ? <OutsideLink link={entry.link} /> : null}
    </li>
  );
}

const marks = Object.fromEntries(
  Object.entries(timelineMarks).map(([kind, mark]) => [kind, mark && lazy(mark.load)]),
);

/** Where the entry's subject stands now, as its own feature says it. */
function Mark({ entry, customerId }: { entry: Activity; customerId: string }) {
  const { can } = useSession();
  const { subject_kind: kind, subject_id: id } = entry;
  const permission = kind === null ? undefined : timelineMarks[kind]?.permission;
  const Shown = kind === null ? undefined : marks[kind];
  if (!Shown || id === null || (permission && !can(permission))) return null;
  return (
    <Suspense>
      <Shown customerId={customerId} subjectId={id} />
    </Suspense>
  );
}

/** Channel and reason of a contact; the words for a coded title, or the title as it stands. */
function useTitle(entry: Activity): string {
  const { t, i18n } = useTranslation("customers");
  if (entry.kind === "contact" && entry.channel && entry.reason)
    return `${t(`channels.${entry.channel}`)} · ${t(`reasons_of_contact.${entry.reason}`)}`;
  if (entry.title === "") return t(`timeline_view.kinds.${entry.kind}`);
  if (!/^[a-z0-9_]+$/.test(entry.title)) return entry.title;
  const known = titleKeys(entry.title).find((key) => i18n.exists(key));
  return known ? i18n.t(known) : readableCode(entry.title);
}

/** A link to the outside opens in the system's browser, never in here (CUS-3). */
function OutsideLink({ link }: { link: string }) {
  const { t } = useTranslation("customers");
  const words = useErrorText();
  const open = () => void openLink(link).catch((error) => errorToast(words.text(error)));
  return (
    <button type="button" className={classes.link} title={link} onClick={open}>
      {t("timeline_view.open_link", { host: hostOf(link) })}
    </button>
  );
}
