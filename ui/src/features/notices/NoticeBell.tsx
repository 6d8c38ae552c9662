// The bell in the top bar: what happened to one's own work while one was elsewhere.
import { ActionIcon, Button, Popover, ScrollArea } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Notice } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { dateTime, count as figure, relative } from "@/shared/format";
import { useGo } from "@/shared/nav";
import { StateView } from "@/shared/StateView";
import { useSession } from "@/shared/session";
import classes from "./NoticeBell.module.css";

export function NoticeBell() {
  const { t } = useTranslation("notices");
  const [open, setOpen] = useState(false);
  const query = useCommandQuery("notices.list", {}, { refetchInterval: 60_000 });
  const unread = query.data?.unread ?? 0;
  const label = unread > 0 ? t("bell_unread", { count: unread }) : t("bell");
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon aria-label={label} title={label} onClick={() => setOpen(!open)} className={classes.bell}>
          <IconBell size={18} stroke={1.5} aria-hidden />
          {unread > 0 ? (
            <span className={classes.count} aria-hidden>
              {unread > 99 ? "99+" : figure(unread)}
            </span>
          ) : null}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("title")}>
        {query.data === undefined ? (
          <StateView kind={query.isError ? "error" : "loading"} error={query.error} />
        ) : (
          <List list={query.data.list} unread={unread} onLeave={() => setOpen(false)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function List({ list, unread, onLeave }: { list: Notice[]; unread: number; onLeave: () => void }) {
  const { t } = useTranslation("notices");
  const go = useGo();
  const { can } = useSession();
  const read = useCommand("notices.mark_read");
  const open = (notice: Notice) => {
    if (notice.read_at === null) read.mutate({ id: notice.id });
    onLeave();
    go(pathOf(notice, can("registrations.review")));
  };
  return (
    <>
      <div className={classes.head}>
        <h2>{t("title")}</h2>
        {unread > 0 ? (
          <Button
            size="xs"
            variant="subtle"
            loading={read.isPending}
            onClick={() => read.mutate({ id: null })}
          >
            {t("read_all")}
          </Button>
        ) : null}
      </div>
      {list.length === 0 ? <StateView kind="empty" title={t("empty")} description={t("empty_text")} /> : null}
      <ScrollArea.Autosize mah={420}>
        <ul className={classes.list}>
          {list.map((notice) => (
            <li key={notice.id}>
              <button
                type="button"
                className={classes.notice}
                data-new={notice.read_at === null || undefined}
                onClick={() => open(notice)}
              >
                <span className={classes.what}>
                  {t([`kinds.${notice.kind}`, "kinds.unknown"])}
                  {notice.read_at === null ? <span className="rg-hidden"> {t("new")}</span> : null}
                </span>
                <time dateTime={notice.at} title={dateTime(notice.at)}>
                  {relative(notice.at)}
                </time>
                <span className={classes.title}>{notice.title}</span>
                {notice.text ? <span className={classes.text}>{notice.text}</span> : null}
              </button>
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
    </>
  );
}

/** Where a notice leads: to the quote, the reported fichas or the one they led to, to one's own sale, or to the review of one that was handed over. */
function pathOf(notice: Notice, reviewer: boolean): string {
  if (notice.subject_kind === "quote") return `/quotes/${notice.subject_id}`;
  if (notice.subject_kind === "duplicate_report") return `/duplicates?group=${notice.subject_id}`;
  if (notice.subject_kind === "customer") return `/customers/${notice.subject_id}`;
  if (notice.subject_kind !== "registration") return "/";
  if (notice.kind === "registration_handed_over" && reviewer) return `/review?sale=${notice.subject_id}`;
  return `/sales/${notice.subject_id}`;
}
