// The steps of one welcome, each with who, when and what came of it.
import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OnboardingDetail, OnboardingStep } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import {
  Card,
  errorToast,
  Page,
  PageHeader,
  RouterLink,
  StateView,
  Tag,
  toast,
  useErrorText,
  useSession,
} from "@/shared";
import { dateTime } from "@/shared/format";
import classes from "./Onboarding.module.css";

export function Checklist({ id }: { id: string }) {
  const { t } = useTranslation("onboarding");
  const query = useCommandQuery("onboarding.get", { id });
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  if (query.data === undefined) return <StateView kind="loading" />;
  const { onboarding, steps } = query.data;
  const complete = onboarding.completed_at !== null;
  return (
    <Page
      header={
        <PageHeader
          title={onboarding.customer_name}
          hint={
            <>
              <Tag kind={complete ? "good" : "open"}>
                {t("progress", { done: onboarding.done, steps: steps.length })}
              </Tag>{" "}
              {t(`causes.${onboarding.cause}`)}
            </>
          }
          primary={
            <Button component={RouterLink} {...{ to: `/customers/${onboarding.customer_id}` }}>
              {t("open_ficha")}
            </Button>
          }
        />
      }
    >
      <div className={classes.checklist}>
        <Card title={t("steps.title")}>
          <ul className={classes.steps}>
            {steps.map((step) => (
              <Step key={step} detail={query.data} step={step} />
            ))}
          </ul>
        </Card>
        <p className={classes.second}>
          {t("opened", { at: dateTime(onboarding.opened_at), by: onboarding.opened_by })}
        </p>
      </div>
    </Page>
  );
}

function Step({ detail, step }: { detail: OnboardingDetail; step: OnboardingStep }) {
  const { t } = useTranslation("onboarding");
  const words = useErrorText();
  const { can } = useSession();
  const mark = useCommand("onboarding.mark");
  const known = detail.marks.find((one) => one.step === step);
  // What is typed stays while others mark their steps.
  const [typed, setTyped] = useState<string | null>(null);
  const note = typed ?? known?.note ?? "";
  const [wrong, setWrong] = useState("");
  const work = can("customers.contact");
  const { id, version } = detail.onboarding;
  const save = (done: boolean) => {
    setWrong("");
    mark.mutate(
      { id, version, step, done, note: done ? note : "" },
      {
        onSuccess: (after) => {
          setTyped(null);
          if (after.onboarding.completed_at !== null) toast(t("completed"));
        },
        onError: (error) => {
          const [issue] = error.issues;
          if (issue) setWrong(words.issue(issue, "onboarding.mark"));
          else errorToast(words.text(error));
        },
      },
    );
  };
  const changed = known !== undefined && note !== known.note;
  return (
    <li className={classes.step}>
      <Checkbox
        label={t(`steps.${step}`)}
        description={known ? `${dateTime(known.done_at)} · ${known.done_by}` : undefined}
        checked={known !== undefined}
        disabled={!work || mark.isPending}
        onChange={(event) => save(event.currentTarget.checked)}
      />
      {work ? (
        <div className={classes.note}>
          <TextInput
            aria-label={t("note_of", { step: t(`steps.${step}`) })}
            placeholder={t(`notes.${step}`)}
            value={note}
            error={wrong || undefined}
            disabled={mark.isPending}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") save(true);
            }}
          />
          {changed ? (
            <Button size="xs" onClick={() => save(true)}>
              {t("save_note")}
            </Button>
          ) : null}
        </div>
      ) : (
        <span>{known?.note}</span>
      )}
    </li>
  );
}
