// The installers' visit: booked, moved with a reason, done or not done (REG-6).
import { Button, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CourseDetail, InstallationPeriod } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, DateField, Form, toast, useCommandForm } from "@/shared";
import { date, today } from "@/shared/format";
import classes from "./Fulfilment.module.css";
import { useAboutCourse } from "./useAboutCourse";

const PERIODS: InstallationPeriod[] = ["morning", "afternoon", "any"];

interface Booking {
  team_id: string | null;
  scheduled_on: string | null;
  period: InstallationPeriod;
  reason: string;
}

export function Installation({ detail, work }: { detail: CourseDetail; work: boolean }) {
  const { t } = useTranslation("fulfilment");
  const { course } = detail;
  const booked = course.visit_on !== null;
  return (
    <>
      <Card title={t("visit.title")}>
        <p className={classes.lead}>
          {course.promised_on ? t("visit.promised", { date: date(course.promised_on) }) : null}{" "}
          {booked && course.visit_period
            ? t("visit.booked", {
                date: date(course.visit_on),
                period: t(`periods.${course.visit_period}`),
                team: course.team_name,
              })
            : t("visit.none")}
        </p>
        {work && booked ? (
          (course.visit_on ?? "") > today() ? (
            <p className={classes.dim}>{t("visit.outcome_later")}</p>
          ) : (
            <Outcome detail={detail} />
          )
        ) : null}
      </Card>
      {work ? <Book detail={detail} /> : null}
    </>
  );
}

function Book({ detail }: { detail: CourseDetail }) {
  const { t } = useTranslation("fulfilment");
  const { course } = detail;
  const teams = useCommandQuery("fulfilment.teams", {});
  const booked = course.visit_on !== null;
  const initialValues: Booking = {
    team_id: null,
    scheduled_on: null,
    period: course.visit_period ?? course.wished_period ?? "any",
    reason: "",
  };
  const form = useCommandForm("fulfilment.schedule", {
    initialValues,
    about: useAboutCourse(detail),
    toRequest: (values, version) => ({ id: course.registration_id, version, ...values }),
    onSuccess: () => {
      form.form.setValues(initialValues);
      toast(t("visit.saved"));
    },
  });
  return (
    <Card title={t(booked ? "visit.move" : "visit.book")}>
      <Form form={form} submitLabel={t(booked ? "visit.move" : "visit.book")}>
        <div className={classes.pair}>
          <DateField label={t("visit.day")} minDate={today()} {...form.field("scheduled_on")} />
          <Select
            label={t("visit.period")}
            data={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
            {...form.field("period")}
          />
        </div>
        <Select
          label={t("visit.team")}
          description={teams.data?.length === 0 ? t("visit.no_team") : undefined}
          data={(teams.data ?? []).flatMap((team) =>
            team.active && team.id ? [{ value: team.id, label: team.name }] : [],
          )}
          {...form.field("team_id")}
        />
        {booked ? <TextInput label={t("visit.why_moved")} {...form.field("reason")} /> : null}
      </Form>
    </Card>
  );
}

function Outcome({ detail }: { detail: CourseDetail }) {
  const { t } = useTranslation("fulfilment");
  const { course } = detail;
  const form = useCommandForm("fulfilment.close_visit", {
    initialValues: { done: true, reason: "" },
    about: useAboutCourse(detail),
    toRequest: (values, version) => ({ id: course.registration_id, version, ...values }),
    onSuccess: (after) => toast(t(after.course.stage === "activation" ? "visit.done" : "visit.noted")),
  });
  const choose = (done: boolean) => {
    form.set("done", done);
    if (done) form.set("reason", "");
  };
  return (
    <Form form={form} submitLabel={t(form.values.done ? "visit.set_done" : "visit.set_not_done")}>
      <div className={classes.choices}>
        <Button aria-pressed={form.values.done} onClick={() => choose(true)}>
          {t("outcomes.done")}
        </Button>
        <Button aria-pressed={!form.values.done} onClick={() => choose(false)}>
          {t("outcomes.not_done")}
        </Button>
      </div>
      {form.values.done ? null : <TextInput label={t("visit.why_not")} {...form.field("reason")} />}
    </Form>
  );
}
