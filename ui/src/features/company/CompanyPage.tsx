// Dados da empresa: what quotes and messages carry, and the settings the whole program goes by.
import { NumberInput, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Company } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import {
  CepInput,
  DocumentInput,
  Form,
  Merge,
  type MergeField,
  Page,
  PageHeader,
  PhoneInput,
  StateView,
  toast,
  useCommandForm,
} from "@/shared";
import { cep, phone, taxDocument } from "@/shared/format";
import classes from "./Company.module.css";
import { LogoCard } from "./LogoCard";

const STATES = "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO".split(" ");
/** The clock times of Brazil, each by the zone of its best-known place. */
const ZONES = ["America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "America/Noronha"] as const;

export default function CompanyPage() {
  const { t } = useTranslation("company");
  const query = useCommandQuery("company.get", {});
  return (
    <Page header={<PageHeader title={t("nav")} hint={t("hint")} />}>
      {query.data ? (
        <div className={classes.columns}>
          <CompanyForm company={query.data} />
          <div className={classes.side}>
            <LogoCard />
          </div>
        </div>
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </Page>
  );
}

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation("company");
  const form = useCommandForm("company.save", {
    initialValues: company,
    follow: true,
    toRequest: (values) => ({ ...values, idle_lock_minutes: Number(values.idle_lock_minutes) || 0 }),
    onSuccess: () => toast(t("saved")),
  });
  const zones = (ZONES as readonly string[]).includes(company.time_zone)
    ? ZONES
    : [...ZONES, company.time_zone];
  const merge = (
    <Merge
      error={form.error}
      base={form.start}
      mine={form.values}
      fields={useMergeFields()}
      onMerged={(values) => {
        form.form.setValues(values);
        void form.submit();
      }}
    />
  );
  return (
    <Form form={form} merge={merge}>
      <h2 className={classes.section}>{t("sections.identity")}</h2>
      <div className={classes.two}>
        <TextInput label={t("fields.name")} description={t("fields.name_hint")} {...form.field("name")} />
        <TextInput
          label={t("fields.legal_name")}
          description={t("fields.legal_name_hint")}
          {...form.field("legal_name")}
        />
        <DocumentInput
          label={t("fields.document")}
          {...form.field("document")}
          onChange={(bare) => form.set("document", bare === "" ? null : bare)}
        />
      </div>
      <h2 className={classes.section}>{t("sections.contact")}</h2>
      <div className={classes.two}>
        <PhoneInput label={t("fields.phone")} {...form.field("phone")} />
        <TextInput label={t("fields.email")} {...form.field("email")} />
      </div>
      <div className={classes.street}>
        <TextInput label={t("fields.street")} {...form.field("street")} />
        <TextInput label={t("fields.district")} {...form.field("district")} />
      </div>
      <div className={classes.place}>
        <CepInput label={t("fields.cep")} {...form.field("cep")} />
        <TextInput label={t("fields.city")} {...form.field("city")} />
        <Select
          label={t("fields.uf")}
          data={STATES}
          searchable
          clearable
          {...form.field("uf")}
          value={form.values.uf || null}
          onChange={(uf) => form.set("uf", uf ?? "")}
        />
      </div>
      <h2 className={classes.section}>{t("sections.program")}</h2>
      <div className={classes.two}>
        <Select
          label={t("fields.time_zone")}
          description={t("fields.time_zone_hint")}
          data={zones.map((zone) => ({
            value: zone,
            label: t(`zones.${zone.replace("/", "_")}`, { defaultValue: zone }),
          }))}
          {...form.field("time_zone")}
        />
        <NumberInput
          label={t("fields.idle_lock_minutes")}
          description={t("fields.idle_lock_minutes_hint")}
          suffix={t("minutes")}
          min={1}
          max={480}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          {...form.field("idle_lock_minutes")}
        />
      </div>
    </Form>
  );
}

function useMergeFields(): MergeField<Company>[] {
  const { t } = useTranslation("company");
  const text: Partial<Record<keyof Company, (value: never) => string>> = {
    document: taxDocument,
    phone,
    cep,
  };
  const names = [
    "name",
    "legal_name",
    "document",
    "phone",
    "email",
    "street",
    "district",
    "city",
    "uf",
    "cep",
    "time_zone",
    "idle_lock_minutes",
  ] as const;
  return names.map((name) => ({ name, label: t(`fields.${name}`), text: text[name] }));
}
