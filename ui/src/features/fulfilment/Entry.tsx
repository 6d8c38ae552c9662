// Into the carrier's system: the sheet in its order, its protocol number, and on to the installers (REG-5).
import { Button, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CourseDetail, SheetField } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, DateField, Form, StateView, toast, useCommandForm } from "@/shared";
import { CopyValue, copyText } from "@/shared/CopyValue";
import { cep, date, phone, taxDocument, today } from "@/shared/format";
import classes from "./Fulfilment.module.css";
import { useAboutCourse } from "./useAboutCourse";

export function Entry({ detail }: { detail: CourseDetail }) {
  const { t } = useTranslation("fulfilment");
  const { course } = detail;
  const about = useAboutCourse(detail);
  const protocol = useCommandForm("fulfilment.record_protocol", {
    initialValues: { carrier: course.carrier, protocol: "" },
    about,
    toRequest: (values, version) => ({ id: course.registration_id, version, ...values }),
    onSuccess: () => {
      protocol.set("protocol", "");
      toast(t("entry.noted"));
    },
  });
  const start = useCommandForm("fulfilment.start_installation", {
    initialValues: { promised_on: detail.proposed_promise },
    about,
    toRequest: (values, version) => ({ id: course.registration_id, version, ...values }),
    onSuccess: () => toast(t("entry.started")),
  });
  const noted = detail.protocols.some((known) => known.carrier === course.carrier);
  return (
    <>
      <Sheet id={course.registration_id} />
      <Card title={t("entry.protocol")}>
        <Form form={protocol} submitLabel={t("entry.note")}>
          <div className={classes.pair}>
            <TextInput label={t("entry.carrier")} {...protocol.field("carrier")} />
            <TextInput label={t("entry.number")} {...protocol.field("protocol")} />
          </div>
        </Form>
      </Card>
      <Card title={t("entry.start")}>
        <Form form={start} submitLabel={t("entry.start_now")} disabled={!noted}>
          <DateField
            label={t("entry.promised")}
            description={noted ? t("entry.promised_hint") : t("entry.protocol_first")}
            minDate={today()}
            {...start.field("promised_on")}
          />
        </Form>
      </Card>
    </>
  );
}

function Sheet({ id }: { id: string }) {
  const { t } = useTranslation("fulfilment");
  const query = useCommandQuery("fulfilment.sheet", { id });
  if (query.error) return <StateView kind="error" error={query.error} onRetry={query.refetch} />;
  if (query.data === undefined) return <StateView kind="loading" />;
  const { carrier, fields } = query.data;
  const shown = (line: SheetField): string => {
    if (line.field === "document") return taxDocument(line.value);
    if (line.field === "birth_date") return date(line.value);
    if (line.field === "cep") return cep(line.value);
    if (line.field === "installation_period") return t(`periods.${line.value}`);
    return line.field.startsWith("phone") ? phone(line.value) : line.value;
  };
  const label = (line: SheetField) => t(`fields.${line.field}`);
  const all = fields.map((line) => `${label(line)}\t${shown(line)}`).join("\n");
  const copy = () =>
    void copyText(all).then((done) => {
      if (done) toast(t("entry.copied"));
    });
  return (
    <Card
      title={t("entry.sheet", { carrier })}
      action={
        <Button size="xs" onClick={copy}>
          {t("entry.copy_all")}
        </Button>
      }
    >
      <dl className={classes.sheet}>
        {fields.map((line) => (
          <div key={line.field}>
            <dt>{label(line)}</dt>
            <dd>
              <CopyValue value={shown(line)}>{shown(line)}</CopyValue>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
