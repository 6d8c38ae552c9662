// The fields of a sale, in the order in which a seller asks for them.
import { SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldReason, InstallationPeriod, RegistrationContent } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { CepInput, DateField, DocumentInput, PhoneInput } from "@/shared/form";
import { money } from "@/shared/format";
import { FieldNotes } from "./FieldNotes";
import classes from "./Sale.module.css";
import { states } from "./states";
import type { SaleForm } from "./useSale";

type TextField = {
  [F in keyof RegistrationContent]: RegistrationContent[F] extends string ? F : never;
}[keyof RegistrationContent];

interface SaleFieldsProps {
  form: SaleForm;
  /** Why the sale came back, shown at each field. */
  reasons: FieldReason[];
}

const periods: InstallationPeriod[] = ["morning", "afternoon", "any"];
const days = Array.from({ length: 31 }, (_, index) => String(index + 1));

export function SaleFields({ form, reasons }: SaleFieldsProps) {
  const { t } = useTranslation("registrations");
  const { content, set } = form;
  const person = content.kind === "person";
  const need = (field: string) => form.form.find((known) => known.field === field);
  const optional = (field: string, label: string) =>
    need(field)?.need === "optional" ? t("forms.optional", { field: label }) : label;
  /** Whether the carrier's form asks for it; what was filled in or objected to stays in sight. */
  const asked = (field: keyof RegistrationContent) =>
    need(field)?.need !== "hidden" ||
    Boolean(content[field]) ||
    reasons.some((reason) => reason.field === field);
  /** What every control shows besides its value. */
  const around = (field: keyof RegistrationContent, value: unknown, named?: string) => ({
    name: field,
    label: optional(field, named ?? t(`fields.${field}`)),
    error: form.refused[field],
    description: (
      <FieldNotes
        hint={need(field)?.hint ?? ""}
        reason={reasons.find((reason) => reason.field === field)?.reason}
        checks={value ? form.checks.filter((check) => check.field === field) : []}
        onTake={(better) => set(field as TextField, better as never)}
      />
    ),
  });
  const bare = (field: TextField, label?: string) => ({
    ...around(field, content[field], label),
    value: content[field] as string,
    onChange: (value: string) => set(field, value as never),
  });
  const text = (field: TextField, label?: string) => ({
    ...bare(field, label),
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value as never),
  });
  return (
    <div className={classes.form}>
      <Section title={t("sections.customer")}>
        <div className={classes.choices}>
          <Choice field="kind" form={form} values={["person", "company"]} prefix="kinds" />
          <Choice field="segment" form={form} values={["retail", "corporate"]} prefix="segments" />
        </div>
        <DocumentInput
          {...bare("document", t(person ? "fields.cpf" : "fields.cnpj"))}
          className={classes.third}
          autoFocus={form.fresh}
        />
        <TextInput
          {...text("name", t(person ? "fields.name" : "fields.legal_name"))}
          className={classes.most}
        />
        {person ? (
          <>
            {asked("mother_name") ? <TextInput {...text("mother_name")} className={classes.most} /> : null}
            {asked("birth_date") ? (
              <DateField
                {...around("birth_date", content.birth_date)}
                className={classes.third}
                value={content.birth_date}
                onChange={(value) => set("birth_date", value)}
              />
            ) : null}
          </>
        ) : null}
      </Section>
      <Section title={t("sections.contact")}>
        <PhoneInput {...bare("phone_1")} className={classes.third} />
        {asked("phone_2") ? <PhoneInput {...bare("phone_2")} className={classes.third} /> : null}
        {asked("email") ? <TextInput {...text("email")} className={classes.third} /> : null}
      </Section>
      <Section title={t("sections.address")}>
        {asked("cep") ? <CepInput {...bare("cep")} className={classes.third} /> : null}
        {asked("street") ? <TextInput {...text("street")} className={classes.most} /> : null}
        {asked("address_number") ? <TextInput {...text("address_number")} className={classes.sixth} /> : null}
        {asked("complement") ? <TextInput {...text("complement")} className={classes.third} /> : null}
        {asked("district") ? <TextInput {...text("district")} /> : null}
        {asked("city") ? <TextInput {...text("city")} className={classes.most} /> : null}
        {asked("uf") ? (
          <Select
            {...around("uf", content.uf)}
            className={classes.third}
            searchable
            data={states}
            value={content.uf || null}
            onChange={(value) => set("uf", value ?? "")}
          />
        ) : null}
      </Section>
      <Section title={t("sections.plan")}>
        <PlanFields form={form} around={around} />
        {asked("due_day") ? (
          <Select
            {...around("due_day", content.due_day)}
            searchable
            data={days}
            value={content.due_day === null ? null : String(content.due_day)}
            onChange={(value) => set("due_day", value === null ? null : Number(value))}
          />
        ) : null}
        {asked("installation_period") ? (
          <Select
            {...around("installation_period", content.installation_period)}
            data={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
            value={content.installation_period}
            onChange={(value) => set("installation_period", value as InstallationPeriod | null)}
          />
        ) : null}
        {asked("note") ? <Textarea {...text("note")} className={classes.wide} /> : null}
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.section}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function Choice<F extends "kind" | "segment">(props: {
  field: F;
  form: SaleForm;
  values: RegistrationContent[F][];
  prefix: string;
}) {
  const { t } = useTranslation("registrations");
  return (
    <SegmentedControl
      aria-label={t(`fields.${props.field}`)}
      value={props.form.content[props.field]}
      onChange={(value) => props.form.set(props.field, value as RegistrationContent[F])}
      data={props.values.map((value) => ({ value, label: t(`${props.prefix}.${value}`) }))}
    />
  );
}

/** The carrier, then its plans: the other carriers' plans would only be in the way. */
function PlanFields({
  form,
  around,
}: {
  form: SaleForm;
  around: (field: keyof RegistrationContent, value: unknown) => object;
}) {
  const { t } = useTranslation("registrations");
  const query = useCommandQuery("registrations.plans", {}, { staleTime: 60_000 });
  const { content, set } = form;
  const sold = useMemo(() => (query.data ?? []).filter((plan) => plan.active), [query.data]);
  const carriers = [...new Set(sold.map((plan) => plan.carrier))];
  const offered = sold.filter((plan) => plan.carrier === content.carrier);
  const chooseCarrier = (value: string | null) => {
    set("carrier", value ?? "");
    set("plan_id", null);
  };
  return (
    <>
      <Select
        {...around("carrier", content.carrier)}
        data={carriers}
        value={content.carrier || null}
        onChange={chooseCarrier}
        nothingFoundMessage={t("plans.none")}
      />
      <Select
        {...around("plan_id", content.plan_id)}
        searchable
        disabled={content.carrier === ""}
        data={offered.map((plan) => ({
          value: plan.id ?? "",
          label: `${plan.name} · ${money(plan.monthly_cents)}`,
        }))}
        value={content.plan_id}
        onChange={(value) => set("plan_id", value)}
        nothingFoundMessage={t("plans.none")}
      />
    </>
  );
}
