// Feriados: the days of a year on which nobody works. The nation's come with the program, the rest is added.
import { ActionIcon, Drawer, Select, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DayOff, Holiday, HolidayScope } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import {
  DateField,
  errorToast,
  Form,
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  Tag,
  type TagKind,
  toast,
  undoToast,
  useCommandForm,
  useErrorText,
  useShortcuts,
} from "@/shared";
import { date, today } from "@/shared/format";
import classes from "./Agenda.module.css";

const OWN: HolidayScope[] = ["city", "state", "company", "national"];
const kinds: Record<HolidayScope, TagKind> = {
  national: "closed",
  state: "open",
  city: "open",
  company: "sure",
};

export default function HolidaysPage() {
  const { t } = useTranslation("agenda");
  const [year, setYear] = useState(() => Number(today().slice(0, 4)));
  const [adding, setAdding] = useState(false);
  const query = useCommandQuery("agenda.year", { year }, { keepPrevious: true });
  const add = () => setAdding(true);
  const move = (by: number) => setYear((now) => Math.min(9999, Math.max(1, now + by)));
  useShortcuts(t("holidays.nav"), [
    { keys: "n", label: t("holidays.add"), run: add },
    { keys: "arrowleft", label: t("holidays.previous"), run: () => move(-1) },
    { keys: "arrowright", label: t("holidays.next"), run: () => move(1) },
  ]);
  return (
    <Page
      header={
        <PageHeader
          title={t("holidays.nav")}
          hint={query.data ? t("holidays.hint", { count: query.data.length, year }) : null}
          primary={<PrimaryAction label={t("holidays.add")} keys="N" onClick={add} />}
        >
          <ActionIcon aria-label={t("holidays.previous")} onClick={() => move(-1)}>
            <IconChevronLeft size={16} />
          </ActionIcon>
          <output aria-label={t("holidays.year")} className={classes.year}>
            {year}
          </output>
          <ActionIcon aria-label={t("holidays.next")} onClick={() => move(1)}>
            <IconChevronRight size={16} />
          </ActionIcon>
        </PageHeader>
      }
    >
      {query.data ? (
        <>
          <p className={classes.note}>{t("holidays.note")}</p>
          <Days days={query.data} />
        </>
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
      <Drawer opened={adding} onClose={() => setAdding(false)} title={t("holidays.add")} keepMounted={false}>
        <HolidayForm
          onDone={(day) => {
            setAdding(false);
            if (day) setYear(Number(day.slice(0, 4)));
          }}
        />
      </Drawer>
    </Page>
  );
}

/** The day of the week in full, and whether it is one of rest anyway. */
function weekday(day: string, language: string): { name: string; rest: boolean } {
  const at = new Date(`${day}T00:00:00Z`);
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(at);
  return { name, rest: at.getUTCDay() % 6 === 0 };
}

function Days({ days }: { days: DayOff[] }) {
  const { t, i18n } = useTranslation("agenda");
  const words = useErrorText();
  const remove = useCommand("agenda.remove_holiday");
  const put = useCommand("agenda.add_holiday");
  const failed = (error: unknown) => errorToast(words.text(error));
  const take = ({ day, name, scope }: DayOff) => {
    const holiday: Holiday = { day, name, scope };
    remove.mutate(holiday, {
      onSuccess: () => undoToast(t("holidays.removed", { name }), () => put.mutate(holiday)),
      onError: failed,
    });
  };
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col" style={{ width: 110 }}>
            {t("holidays.day")}
          </th>
          <th scope="col" style={{ width: 240 }}>
            {t("holidays.weekday")}
          </th>
          <th scope="col">{t("holidays.name")}</th>
          <th scope="col" style={{ width: 130 }}>
            {t("holidays.scope")}
          </th>
          <th scope="col" style={{ width: 60 }}>
            <span className="rg-hidden">{t("columns.actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map((off) => {
          const name = off.code === null ? off.name : t(`holidays.national.${off.code}`);
          const { name: dayName, rest } = weekday(off.day, i18n.language);
          return (
            <tr key={`${off.day} ${name}`}>
              <td>{date(off.day)}</td>
              <td>
                {dayName}
                {rest ? (
                  <span className={classes.dim}>
                    {" · "}
                    {t("holidays.weekend")}
                  </span>
                ) : null}
              </td>
              <td>{name}</td>
              <td>
                <Tag kind={kinds[off.scope]}>{t(`holidays.scopes.${off.scope}`)}</Tag>
              </td>
              <td className={classes.actions}>
                {off.code === null ? (
                  <ActionIcon aria-label={t("holidays.remove", { name })} onClick={() => take(off)}>
                    <IconTrash size={15} stroke={1.5} />
                  </ActionIcon>
                ) : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function HolidayForm({ onDone }: { onDone: (day?: string) => void }) {
  const { t } = useTranslation("agenda");
  const form = useCommandForm("agenda.add_holiday", {
    initialValues: { day: null as string | null, name: "", scope: "city" as HolidayScope },
    toRequest: (values) => ({ ...values, day: values.day ?? "" }),
    onSuccess: (_, values) => {
      toast(t("holidays.added", { name: values.name }));
      onDone(values.day ?? undefined);
    },
  });
  return (
    <Form form={form} onCancel={() => onDone()} disabled={form.values.day === null}>
      <DateField data-autofocus label={t("holidays.day")} {...form.field("day")} />
      <TextInput label={t("holidays.name")} description={t("holidays.name_hint")} {...form.field("name")} />
      <Select
        label={t("holidays.scope")}
        data={OWN.map((scope) => ({ value: scope, label: t(`holidays.scopes.${scope}`) }))}
        {...form.field("scope")}
      />
    </Form>
  );
}
