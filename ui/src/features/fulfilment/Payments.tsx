// The months on the way to five paid on time (REG-8), and what was noted of each.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CourseDetail, MonthState, PaymentProgress, WatchedMonth } from "@/bindings";
import { useCommand } from "@/ipc";
import {
  Card,
  DateField,
  errorToast,
  Form,
  MoneyInput,
  Tag,
  type TagKind,
  toast,
  useCommandForm,
  useErrorText,
} from "@/shared";
import { date, money } from "@/shared/format";
import classes from "./Fulfilment.module.css";
import { useAboutCourse } from "./useAboutCourse";

const kinds: Record<MonthState, TagKind> = { on_time: "good", late: "overdue", open: "closed" };

interface PaymentsProps {
  detail: CourseDetail;
  progress: PaymentProgress;
  /** The person may note months. */
  work: boolean;
}

export function Payments({ detail, progress, work }: PaymentsProps) {
  const { t } = useTranslation("fulfilment");
  const [billing, setBilling] = useState(false);
  const complete = detail.course.stage === "completed";
  const months = detail.billing?.months ?? [];
  const may = work && detail.course.stage === "post_sale" && detail.billing !== null;
  return (
    <Card
      title={t("payments.title")}
      action={
        may && !billing ? (
          <Button size="xs" onClick={() => setBilling(true)}>
            {t("payments.bill")}
          </Button>
        ) : null
      }
    >
      <p className={classes.lead}>
        {complete
          ? t("payments.complete")
          : t("payments.progress", { count: progress.on_time, needed: progress.needed })}
      </p>
      {billing ? <Bill detail={detail} onDone={() => setBilling(false)} /> : null}
      {months.length > 0 ? (
        <ul className={classes.months} data-apart={billing || undefined}>
          {months.map((month) => (
            <Month key={month.id} detail={detail} month={month} progress={progress} may={may} />
          ))}
        </ul>
      ) : null}
      {months.length === 0 && !complete && !billing ? (
        <p className={classes.dim}>{t(may ? "payments.none_yet" : "payments.none")}</p>
      ) : null}
    </Card>
  );
}

interface MonthProps {
  detail: CourseDetail;
  month: WatchedMonth;
  progress: PaymentProgress;
  may: boolean;
}

function Month({ detail, month, progress, may }: MonthProps) {
  const { t } = useTranslation("fulfilment");
  const [doing, setDoing] = useState<"pay" | "withdraw" | null>(null);
  const words = useErrorText();
  const unpay = useCommand("fulfilment.note_month_paid");
  const state = progress.months.find((known) => known.month.slice(0, 7) === month.due_on.slice(0, 7))?.state;
  const name = date(month.due_on).slice(3);
  const undo = () =>
    unpay.mutate(
      {
        id: detail.course.registration_id,
        version: detail.course.version,
        receivable_id: month.id,
        paid_on: null,
      },
      {
        onError: (error) => {
          const issue = error.issues[0];
          errorToast(issue ? words.issue(issue, error.command) : words.text(error));
        },
      },
    );
  return (
    <li>
      <div className={classes.month}>
        <strong>{name}</strong>
        <span>{money(month.amount_cents)}</span>
        <span className={classes.dim}>
          {month.paid_on
            ? t("payments.paid_on", { due: date(month.due_on), paid: date(month.paid_on) })
            : t("payments.due_on", { due: date(month.due_on) })}
        </span>
        {state ? <Tag kind={kinds[state]}>{t(`payments.${state}`)}</Tag> : null}
        {may && doing === null ? (
          <span className={classes.monthActions}>
            {month.paid_on ? (
              <Button
                size="xs"
                loading={unpay.isPending}
                aria-label={t("payments.unpay_of", { month: name })}
                onClick={undo}
              >
                {t("payments.unpay")}
              </Button>
            ) : (
              <Button
                size="xs"
                aria-label={t("payments.pay_of", { month: name })}
                onClick={() => setDoing("pay")}
              >
                {t("payments.pay")}
              </Button>
            )}
            <Button
              size="xs"
              variant="subtle"
              aria-label={t("payments.withdraw_of", { month: name })}
              onClick={() => setDoing("withdraw")}
            >
              {t("payments.withdraw")}
            </Button>
          </span>
        ) : null}
      </div>
      {doing === "pay" ? <Pay detail={detail} month={month} onDone={() => setDoing(null)} /> : null}
      {doing === "withdraw" ? <Withdraw detail={detail} month={month} onDone={() => setDoing(null)} /> : null}
    </li>
  );
}

interface Billed {
  due_on: string | null;
  amount_cents: number | null;
  paid_on: string | null;
}

function Bill({ detail, onDone }: { detail: CourseDetail; onDone: () => void }) {
  const { t } = useTranslation("fulfilment");
  const { course, billing } = detail;
  const initialValues: Billed = {
    due_on: billing?.next?.due_on ?? null,
    amount_cents: billing?.next?.amount_cents ?? null,
    paid_on: null,
  };
  const form = useCommandForm("fulfilment.bill_month", {
    about: useAboutCourse(detail),
    initialValues,
    toRequest: (values) => ({
      id: course.registration_id,
      version: course.version,
      ...values,
      amount_cents: values.amount_cents ?? 0,
    }),
    onSuccess: () => {
      toast(t("payments.billed"));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t("payments.bill_save")} onCancel={onDone}>
      <div className={classes.three}>
        <DateField label={t("payments.due")} {...form.field("due_on")} />
        <MoneyInput label={t("payments.amount")} {...form.field("amount_cents")} />
        <DateField
          label={t("payments.paid")}
          description={t("payments.paid_hint")}
          {...form.field("paid_on")}
        />
      </div>
    </Form>
  );
}

interface OfMonth {
  detail: CourseDetail;
  month: WatchedMonth;
  onDone: () => void;
}

function Pay({ detail, month, onDone }: OfMonth) {
  const { t } = useTranslation("fulfilment");
  const form = useCommandForm("fulfilment.note_month_paid", {
    about: useAboutCourse(detail),
    initialValues: { paid_on: month.due_on as string | null },
    toRequest: (values) => ({
      id: detail.course.registration_id,
      version: detail.course.version,
      receivable_id: month.id,
      ...values,
    }),
    onSuccess: () => {
      toast(t("payments.noted"));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t("payments.pay_save")} onCancel={onDone}>
      <DateField label={t("payments.paid")} {...form.field("paid_on")} />
    </Form>
  );
}

function Withdraw({ detail, month, onDone }: OfMonth) {
  const { t } = useTranslation("fulfilment");
  const form = useCommandForm("fulfilment.withdraw_month", {
    about: useAboutCourse(detail),
    initialValues: { reason: "" },
    toRequest: (values) => ({
      id: detail.course.registration_id,
      version: detail.course.version,
      receivable_id: month.id,
      ...values,
    }),
    onSuccess: () => {
      toast(t("payments.withdrawn"));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t("payments.withdraw_save")} onCancel={onDone}>
      <TextInput label={t("payments.why")} {...form.field("reason")} />
    </Form>
  );
}
