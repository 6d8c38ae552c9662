// The four steps of an activation; complete only with all of them (REG-7).
import { Button, Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivationStep, CourseDetail } from "@/bindings";
import { useCommand } from "@/ipc";
import { Card, errorToast, toast, useErrorText } from "@/shared";
import { dateTime } from "@/shared/format";
import classes from "./Fulfilment.module.css";

const STEPS: ActivationStep[] = ["configured", "tested", "access_confirmed", "customer_instructed"];

export function Activation({ detail, work }: { detail: CourseDetail; work: boolean }) {
  const { t } = useTranslation("fulfilment");
  const words = useErrorText();
  const mark = useCommand("fulfilment.mark_activation");
  const complete = useCommand("fulfilment.complete_activation");
  const asked = { id: detail.course.registration_id, version: detail.course.version };
  const onError = (error: unknown) => errorToast(words.text(error));
  const busy = mark.isPending || complete.isPending;
  return (
    <Card title={t("activation.title")}>
      <div className={classes.steps}>
        {STEPS.map((step) => {
          const known = detail.activation.find((one) => one.step === step);
          return (
            <Checkbox
              key={step}
              label={t(`activation.${step}`)}
              description={known ? `${dateTime(known.done_at)} · ${known.done_by}` : undefined}
              checked={known !== undefined}
              disabled={!work || busy}
              onChange={(event) =>
                mark.mutate({ ...asked, step, done: event.currentTarget.checked }, { onError })
              }
            />
          );
        })}
      </div>
      {work ? (
        <Button
          mt={12}
          variant="filled"
          loading={complete.isPending}
          disabled={detail.activation.length < STEPS.length || busy}
          onClick={() => complete.mutate(asked, { onError, onSuccess: () => toast(t("activation.done")) })}
        >
          {t("activation.complete")}
        </Button>
      ) : null}
    </Card>
  );
}
