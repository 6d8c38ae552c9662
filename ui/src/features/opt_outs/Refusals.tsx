// Notes what a customer said about being written to, above everything they ever said.
import { SegmentedControl, Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ContactChannel, OptOutPurpose, OptOuts } from "@/bindings";
import { DateField, Form, useCommandForm } from "@/shared/form";
import { date, dateTime, today } from "@/shared/format";
import { toast } from "@/shared/toast";
import classes from "./OptOuts.module.css";

const CHANNELS: ContactChannel[] = ["phone", "whatsapp", "email", "visit", "chat", "bitrix"];
const PURPOSES: OptOutPurpose[] = ["offers", "price_adjustments", "letters", "surveys"];

interface RefusalsProps {
  customerId: string;
  optOuts: OptOuts;
  mayRecord: boolean;
  onDone: () => void;
}

export function Refusals({ customerId, optOuts, mayRecord, onDone }: RefusalsProps) {
  const { t } = useTranslation("opt_outs");
  return (
    <div className={classes.drawer}>
      {mayRecord ? <Said customerId={customerId} optOuts={optOuts} onDone={onDone} /> : null}
      <p className={classes.why}>{t("drawer.why_collection")}</p>
      <h3 className={classes.heading}>{t("drawer.history")}</h3>
      {optOuts.history.length === 0 ? <p className={classes.dim}>{t("drawer.nothing")}</p> : null}
      <ul className={classes.plain}>
        {optOuts.history.map((one) => (
          <li key={one.id}>
            {t(one.refused ? "drawer.no_more" : "drawer.again", { purpose: t(`purposes.${one.purpose}`) })}
            <div className={classes.dim}>
              {t("drawer.how", {
                date: date(one.said_on),
                channel: t(`customers:channels.${one.origin}`),
                by: one.by_name,
                at: dateTime(one.at),
              })}
            </div>
            {one.note ? <div>{one.note}</div> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Said({ customerId, optOuts, onDone }: Omit<RefusalsProps, "mayRecord">) {
  const { t } = useTranslation("opt_outs");
  const refuses = (purpose: OptOutPurpose) =>
    optOuts.purposes.some((one) => one.purpose === purpose && one.refused);
  const form = useCommandForm("opt_outs.record", {
    initialValues: {
      purpose: "offers" as OptOutPurpose,
      refused: refuses("offers") ? "again" : "no_more",
      origin: "phone" as ContactChannel,
      said_on: today(),
      note: "",
    },
    toRequest: (values) => ({ customer_id: customerId, ...values, refused: values.refused === "no_more" }),
    onSuccess: () => {
      toast(t("drawer.done"));
      onDone();
    },
  });
  return (
    <Form form={form} submitLabel={t("drawer.submit")} onCancel={onDone}>
      <Select
        label={t("drawer.purpose")}
        data={PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) }))}
        allowDeselect={false}
        {...form.field("purpose")}
        onChange={(value) => {
          const purpose = (value ?? "offers") as OptOutPurpose;
          form.set("purpose", purpose);
          form.set("refused", refuses(purpose) ? "again" : "no_more");
        }}
      />
      <SegmentedControl
        fullWidth
        aria-label={t("drawer.said")}
        data={["no_more", "again"].map((value) => ({ value, label: t(`drawer.${value}_short`) }))}
        {...form.field("refused")}
      />
      <Select
        label={t("drawer.origin")}
        data={CHANNELS.map((value) => ({ value, label: t(`customers:channels.${value}`) }))}
        allowDeselect={false}
        {...form.field("origin")}
      />
      <DateField
        label={t("drawer.said_on")}
        {...form.field("said_on")}
        value={form.values.said_on}
        onChange={(iso) => form.set("said_on", iso ?? today())}
      />
      <Textarea label={t("drawer.note")} minRows={2} {...form.field("note")} />
    </Form>
  );
}
