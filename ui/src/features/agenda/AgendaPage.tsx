// One's own open appointments: overdue, today, next. Each is renewed once (AGE-1) or closed with what
// was done (AGE-4).
import { Button, Drawer } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgendaEntry, AppointmentTerm } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import {
  errorToast,
  Kbd,
  keysText,
  Page,
  PageHeader,
  PrimaryAction,
  RouterLink,
  StateView,
  Tag,
  type TagKind,
  toast,
  useErrorText,
  useGo,
  useRouteQuery,
  useShortcuts,
} from "@/shared";
import { date } from "@/shared/format";
import classes from "./Agenda.module.css";
import { BookForm } from "./BookForm";
import { CloseForm } from "./CloseForm";

const TERMS: AppointmentTerm[] = ["overdue", "today", "next"];
const kinds: Record<AppointmentTerm, TagKind> = { overdue: "overdue", today: "today", next: "open" };

export default function AgendaPage() {
  const { t } = useTranslation("agenda");
  const words = useErrorText();
  const asked = useRouteQuery("new") !== undefined;
  const customer = useRouteQuery("customer");
  const go = useGo();
  const [booking, setBooking] = useState(asked);
  // Booked or not, whoever came from a ficha goes back to it.
  const booked = () => {
    setBooking(false);
    if (customer) go(`/customers/${customer}`, { replace: true });
  };
  const [closing, setClosing] = useState<AgendaEntry | null>(null);
  const query = useCommandQuery("agenda.mine", {});
  const renew = useCommand("agenda.renew");
  const move = (entry: AgendaEntry) =>
    renew.mutate(
      { id: entry.id, version: entry.version },
      {
        onSuccess: (moved) => toast(t("done.renewed", { date: date(moved.due_on) })),
        onError: (error) => {
          const [issue] = error.issues;
          errorToast(issue ? words.issue(issue, "agenda.renew") : words.text(error));
        },
      },
    );
  useShortcuts(t("nav"), [{ keys: "n", label: t("new"), run: () => setBooking(true) }]);
  const entries = query.data?.entries;
  return (
    <Page
      header={
        <PageHeader
          title={t("nav")}
          hint={entries && entries.length > 0 ? t("hint", { count: entries.length }) : null}
          primary={<PrimaryAction label={t("new")} keys="N" onClick={() => setBooking(true)} />}
        />
      }
    >
      {entries === undefined ? (
        query.error ? (
          <StateView kind="error" error={query.error} onRetry={query.refetch} />
        ) : (
          <StateView kind="loading" />
        )
      ) : entries.length === 0 ? (
        <StateView
          kind="empty"
          title={t("empty.title")}
          description={t("empty.text")}
          action={<Button onClick={() => setBooking(true)}>{t("new")}</Button>}
        />
      ) : (
        <Entries entries={entries} onRenew={move} onClose={setClosing} />
      )}
      <Drawer opened={booking} onClose={booked} title={t("book.title")} keepMounted={false}>
        <BookForm customer={customer} onDone={booked} />
      </Drawer>
      <Drawer
        opened={closing !== null}
        onClose={() => setClosing(null)}
        title={t("close.title")}
        keepMounted={false}
      >
        {closing ? <CloseForm entry={closing} onDone={() => setClosing(null)} /> : null}
      </Drawer>
    </Page>
  );
}

interface EntriesProps {
  entries: AgendaEntry[];
  onRenew: (entry: AgendaEntry) => void;
  onClose: (entry: AgendaEntry) => void;
}

function Entries({ entries, onRenew, onClose }: EntriesProps) {
  const { t } = useTranslation("agenda");
  const go = useGo();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(0);
  const focus = (index: number) => {
    const next = Math.max(0, Math.min(entries.length - 1, index));
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
  };
  const keys = (event: KeyboardEvent, entry: AgendaEntry, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") focus(index + 1);
    else if (event.key === "ArrowUp") focus(index - 1);
    else if (event.key === "Enter") go(`/customers/${entry.customer_id}`);
    else if (event.key === "r" && entry.renewable_to !== null) onRenew(entry);
    else if (event.key === "c") onClose(entry);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <table ref={table} className={classes.table}>
        <thead>
          <tr>
            <th scope="col" style={{ width: 100 }}>
              {t("columns.due_on")}
            </th>
            <th scope="col" style={{ width: "22%" }}>
              {t("columns.customer")}
            </th>
            <th scope="col" style={{ width: 200 }}>
              {t("columns.kind")}
            </th>
            <th scope="col">{t("columns.service")}</th>
            <th scope="col" style={{ width: 280 }}>
              <span className="rg-hidden">{t("columns.actions")}</span>
            </th>
          </tr>
        </thead>
        {TERMS.map((term) => {
          const mine = entries.filter((entry) => entry.term === term);
          if (mine.length === 0) return null;
          return (
            <tbody key={term}>
              <tr className={classes.group}>
                <th colSpan={5} scope="rowgroup">
                  <Tag kind={kinds[term]}>{t(`terms.${term}`)}</Tag> {mine.length}
                </th>
              </tr>
              {mine.map((entry) => {
                const index = entries.indexOf(entry);
                return (
                  <tr
                    key={entry.id}
                    data-row={index}
                    tabIndex={index === at ? 0 : -1}
                    onFocus={() => setAt(index)}
                    onKeyDown={(event) => keys(event, entry, index)}
                  >
                    <td>{date(entry.due_on)}</td>
                    <td>
                      <RouterLink
                        to={`/customers/${entry.customer_id}` as string}
                        className={classes.link}
                        title={entry.customer_name}
                      >
                        {entry.customer_name}
                      </RouterLink>
                    </td>
                    <td>{t(`kinds.${entry.kind}`)}</td>
                    <td>
                      {entry.quote_version_id === null ? (
                        <span className={classes.service} title={entry.service}>
                          {entry.service}
                        </span>
                      ) : (
                        <RouterLink
                          to={`/quotes/${entry.quote_version_id}` as string}
                          className={classes.link}
                          title={entry.service}
                        >
                          {entry.service}
                        </RouterLink>
                      )}
                    </td>
                    <td className={classes.actions}>
                      {entry.renewable_to === null ? (
                        entry.renewals > 0 ? (
                          <span className={classes.dim}>{t("renewed")}</span>
                        ) : null
                      ) : (
                        <Button size="xs" onClick={() => onRenew(entry)}>
                          {t("actions.renew", { date: date(entry.renewable_to) })}
                        </Button>
                      )}
                      <Button size="xs" onClick={() => onClose(entry)}>
                        {t("actions.close")}
                      </Button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          );
        })}
      </table>
      <div className={classes.hints}>
        <Hint keys="arrowdown" words={t("keys.move")} />
        <Hint keys="r" words={t("keys.renew")} />
        <Hint keys="c" words={t("keys.close")} />
        <Hint keys="enter" words={t("keys.open")} />
      </div>
    </>
  );
}

function Hint({ keys, words }: { keys: string; words: string }) {
  return (
    <span>
      <Kbd>{keysText(keys)}</Kbd> {words}
    </span>
  );
}
