// What the customer says, stage by stage: a score from 0 to 10 and their words (REG-11).
import { Button, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CourseDetail, CourseStage, StageFeedback } from "@/bindings";
import { Card, Form, Tag, type TagKind, toast, useCommandForm } from "@/shared";
import { dateTime } from "@/shared/format";
import classes from "./Fulfilment.module.css";
import { useAboutCourse } from "./useAboutCourse";

const SCORES = Array.from({ length: 11 }, (_, score) => score);

/** Promoters from 9, detractors up to 6. */
export function scoreKind(score: number): TagKind {
  return score >= 9 ? "good" : score <= 6 ? "overdue" : "today";
}

export function Feedback({ detail }: { detail: CourseDetail }) {
  const { t } = useTranslation("fulfilment");
  const [asking, setAsking] = useState(false);
  return (
    <Card
      title={t("feedback.title")}
      action={
        asking ? null : (
          <Button size="xs" onClick={() => setAsking(true)}>
            {t("feedback.take")}
          </Button>
        )
      }
    >
      {asking ? <Take detail={detail} onDone={() => setAsking(false)} /> : null}
      {detail.feedback.length === 0 && !asking ? <p className={classes.dim}>{t("feedback.none")}</p> : null}
      {detail.feedback.length > 0 ? (
        <ul className={classes.plain} data-apart={asking || undefined}>
          {detail.feedback.map((said) => (
            <Said key={said.stage} said={said} />
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Said({ said }: { said: StageFeedback }) {
  const { t } = useTranslation("fulfilment");
  return (
    <li>
      <Tag kind={scoreKind(said.score)}>{t("feedback.score_of", { score: said.score })}</Tag>{" "}
      {t(`feedback.stages.${said.stage}`)}
      {said.words ? <div>{said.words}</div> : null}
      <div className={classes.dim}>
        {dateTime(said.taken_at)} {"·"} {said.taken_by}
      </div>
    </li>
  );
}

interface Asked {
  stage: CourseStage;
  score: number | null;
  words: string;
}

function Take({ detail, onDone }: { detail: CourseDetail; onDone: () => void }) {
  const { t } = useTranslation("fulfilment");
  const { course } = detail;
  const reached = [...new Set<CourseStage>(["approved", ...detail.stages.map((entry) => entry.stage)])];
  const initialValues: Asked = { stage: course.stage, score: null, words: "" };
  const form = useCommandForm("fulfilment.take_feedback", {
    initialValues,
    about: useAboutCourse(detail),
    toRequest: (values, version) => ({ id: course.registration_id, version, ...values }),
    onSuccess: () => {
      toast(t("feedback.saved"));
      onDone();
    },
  });
  const scoreError = form.field("score").error;
  return (
    <Form form={form} submitLabel={t("feedback.save")} onCancel={onDone}>
      <Select
        label={t("feedback.stage")}
        data={reached.map((stage) => ({ value: stage, label: t(`feedback.stages.${stage}`) }))}
        allowDeselect={false}
        {...form.field("stage")}
      />
      <fieldset className={classes.scores}>
        <legend>{t("feedback.score")}</legend>
        {SCORES.map((score) => (
          <Button
            key={score}
            size="xs"
            aria-pressed={form.values.score === score}
            onClick={() => form.set("score", score)}
          >
            {String(score)}
          </Button>
        ))}
        {scoreError ? <p className={classes.wrong}>{scoreError}</p> : null}
      </fieldset>
      <Textarea label={t("feedback.words")} rows={3} {...form.field("words")} />
    </Form>
  );
}
