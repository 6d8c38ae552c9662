// One sale on its course: where it stands, what it needs next, and what happened.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CourseDetail } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import {
  Card,
  Form,
  Page,
  PageHeader,
  RouterLink,
  StateView,
  Tag,
  toast,
  useCommandForm,
  useSession,
} from "@/shared";
import { date, dateTime } from "@/shared/format";
import { Activation } from "./Activation";
import { Entry } from "./Entry";
import { Feedback } from "./Feedback";
import classes from "./Fulfilment.module.css";
import { Installation } from "./Installation";
import { Payments } from "./Payments";
import { useAboutCourse } from "./useAboutCourse";

export function CourseView({ id }: { id: string }) {
  const { t } = useTranslation("fulfilment");
  const query = useCommandQuery("fulfilment.get", { id });
  const { can } = useSession();
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  if (query.data === undefined) return <StateView kind="loading" />;
  const detail = query.data;
  const { course } = detail;
  const work = can("fulfilment.work");
  const open = course.stage !== "completed" && course.stage !== "cancelled";
  const header = (
    <PageHeader
      title={course.name}
      hint={
        <>
          <Tag kind={open ? "open" : "closed"}>{t(`stages.${course.stage}`)}</Tag> {course.number}{" "}
          {detail.late_days > 0 ? <Tag kind="overdue">{t("late", { count: detail.late_days })}</Tag> : null}
        </>
      }
      primary={
        course.customer_id ? (
          <Button component={RouterLink} {...{ to: `/customers/${course.customer_id}` }}>
            {t("open_ficha")}
          </Button>
        ) : null
      }
    />
  );
  return (
    <Page header={header}>
      <div className={classes.layout}>
        <div className={classes.main}>
          {work && course.stage === "approved" ? <Entry detail={detail} /> : null}
          {course.stage === "installation" ? <Installation detail={detail} work={work} /> : null}
          {course.stage === "activation" ? <Activation detail={detail} work={work} /> : null}
          {detail.payments ? (
            <Payments key={course.version} detail={detail} progress={detail.payments} work={work} />
          ) : null}
          {course.closed_reason ? <Card title={t("cancel.because")}>{course.closed_reason}</Card> : null}
        </div>
        <aside className={classes.side}>
          <Feedback detail={detail} />
          <Happened detail={detail} />
          {work && open ? <CallOff detail={detail} /> : null}
        </aside>
      </div>
    </Page>
  );
}

function Happened({ detail }: { detail: CourseDetail }) {
  const { t } = useTranslation("fulfilment");
  return (
    <>
      {detail.stages.length > 0 ? (
        <Card title={t("happened.stages")}>
          <ul className={classes.plain}>
            {detail.stages.map((entry) => (
              <li key={entry.stage}>
                {t(`stages.${entry.stage}`)}{" "}
                <span className={classes.dim}>
                  {dateTime(entry.entered_at)} {"·"} {entry.entered_by}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {detail.protocols.length > 0 ? (
        <Card title={t("happened.protocols")}>
          <ul className={classes.plain}>
            {detail.protocols.map((known) => (
              <li key={known.id}>
                {known.carrier} <strong>{known.protocol}</strong>{" "}
                <span className={classes.dim}>
                  {dateTime(known.recorded_at)} {"·"} {known.recorded_by}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {detail.visits.length > 0 ? (
        <Card title={t("happened.visits")}>
          <ul className={classes.plain}>
            {detail.visits.map((visit) => (
              <li key={visit.id}>
                {date(visit.scheduled_on)} {t(`periods.${visit.period}`)} {"·"} {visit.team_name}{" "}
                <Tag kind={visit.outcome === "done" ? "good" : visit.outcome === null ? "open" : "closed"}>
                  {t(`outcomes.${visit.outcome ?? "open"}`)}
                </Tag>
                {visit.reason ? <div className={classes.dim}>{visit.reason}</div> : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

/** Calling off asks for a reason, behind a first press. */
function CallOff({ detail }: { detail: CourseDetail }) {
  const { t } = useTranslation("fulfilment");
  const [asked, setAsked] = useState(false);
  const form = useCommandForm("fulfilment.cancel", {
    initialValues: { reason: "" },
    about: useAboutCourse(detail),
    toRequest: (values, version) => ({ id: detail.course.registration_id, version, ...values }),
    onSuccess: () => toast(t("cancel.done")),
  });
  if (!asked) return <Button onClick={() => setAsked(true)}>{t("cancel.ask")}</Button>;
  return (
    <Card title={t("cancel.ask")}>
      <Form form={form} submitLabel={t("cancel.now")} onCancel={() => setAsked(false)}>
        <TextInput label={t("reason")} data-autofocus {...form.field("reason")} />
      </Form>
    </Card>
  );
}
