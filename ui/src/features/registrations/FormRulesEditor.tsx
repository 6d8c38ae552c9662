// One scope's word on each field, and the form that comes of it.
import { Select, TextInput } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FieldNeed, FieldSetting, FormField, FormRules } from "@/bindings";
import { Card } from "@/shared/Card";
import { Form, useCommandForm } from "@/shared/form";
import { dateTime } from "@/shared/format";
import { Page, PageHeader } from "@/shared/Page";
import { toast } from "@/shared/toast";
import classes from "./Forms.module.css";

const needs: FieldNeed[] = ["required", "optional", "hidden"];

/** What counts once the settings are laid over what is inherited. */
export function outcome(inherited: FormField[], settings: FieldSetting[]): FormField[] {
  return inherited.map((field) => {
    const own = settings.find((setting) => setting.field === field.field);
    return own ? { ...field, hint: own.hint, need: field.locked ? field.need : own.need } : field;
  });
}

/** What is said of each field, by its name: of two versions, each field is chosen by itself. */
type Said = Record<string, FieldSetting | undefined>;

const settingsOf = (said: Said) => Object.values(said).filter((setting) => setting !== undefined);

function valuesOf({ scope, version, settings }: FormRules) {
  const said: Said = Object.fromEntries(settings.map((setting) => [setting.field, setting]));
  return { scope, version, said };
}

function useFormRules(title: string, rules: FormRules) {
  const { t } = useTranslation("registrations");
  const sent = useRef<FieldSetting[]>([]);
  return useCommandForm("registrations.save_form_rules", {
    initialValues: valuesOf(rules),
    follow: true,
    toRequest: ({ said, ...rest }) => {
      sent.current = settingsOf(said);
      return { ...rest, settings: sent.current };
    },
    // The command counts the settings, the form names the field.
    fieldName: (path) =>
      path.replace(/^settings\.(\d+)/, (_, index) => `said.${sent.current[Number(index)]?.field}`),
    merge: {
      theirs: valuesOf as (current: never) => ReturnType<typeof valuesOf>,
      fields: rules.inherited.map((field) => ({
        name: `said.${field.field}` as const,
        label: t(`fields.${field.field}`),
        text: (own: FieldSetting | undefined) =>
          own
            ? [t(`forms.needs.${own.need}`), own.hint].filter(Boolean).join(" · ")
            : t(`forms.inherited_${field.from}`, { need: t(`forms.needs.${field.need}`) }),
      })),
    },
    onSuccess: () => toast(t("forms.saved", { title })),
  });
}

export function FormRulesEditor({ title, rules }: { title: string; rules: FormRules }) {
  const { t } = useTranslation("registrations");
  const form = useFormRules(title, rules);
  const { said } = form.values;
  const hint = rules.updated_at
    ? t("forms.changed", { name: rules.updated_by, at: dateTime(rules.updated_at) })
    : t("forms.hint");
  /** Replaces, adds or (with none) takes back what is said of a field. */
  const say = (field: string, next: FieldSetting | null) =>
    form.set("said", { ...said, [field]: next ?? undefined });
  return (
    <Page header={<PageHeader title={title} hint={hint} />}>
      <div className={classes.layout}>
        <Form form={form}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t("forms.field")}</th>
                <th scope="col">{t("forms.need")}</th>
                <th scope="col">{t("forms.words")}</th>
              </tr>
            </thead>
            <tbody>
              {rules.inherited.map((field) => (
                <FieldRow
                  key={field.field}
                  field={field}
                  own={said[field.field]}
                  error={form.form.errors[`said.${field.field}.hint`] as string | undefined}
                  onSay={(next) => say(field.field, next)}
                />
              ))}
            </tbody>
          </table>
        </Form>
        <Preview fields={outcome(rules.inherited, settingsOf(said))} />
      </div>
    </Page>
  );
}

interface FieldRowProps {
  field: FormField;
  own: FieldSetting | undefined;
  error: string | undefined;
  onSay: (next: FieldSetting | null) => void;
}

function FieldRow({ field, own, error, onSay }: FieldRowProps) {
  const { t } = useTranslation("registrations");
  const label = t(`fields.${field.field}`);
  const inherited = t(`forms.inherited_${field.from}`, { need: t(`forms.needs.${field.need}`) });
  const choose = (value: string | null) =>
    onSay(
      value === null || value === "inherit"
        ? null
        : { field: field.field, need: value as FieldNeed, hint: own?.hint ?? field.hint },
    );
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className={classes.need}>
        {field.locked ? (
          <span className={classes.dim}>{t("forms.locked")}</span>
        ) : (
          <Select
            size="xs"
            aria-label={t("forms.need_of", { field: label })}
            allowDeselect={false}
            data={[
              { value: "inherit", label: inherited },
              ...needs.map((value) => ({ value, label: t(`forms.needs.${value}`) })),
            ]}
            value={own?.need ?? "inherit"}
            onChange={choose}
          />
        )}
      </td>
      <td>
        <TextInput
          size="xs"
          aria-label={t("forms.words_of", { field: label })}
          placeholder={field.hint}
          value={own?.hint ?? ""}
          error={error}
          onChange={(event) =>
            onSay({ field: field.field, need: own?.need ?? field.need, hint: event.currentTarget.value })
          }
        />
      </td>
    </tr>
  );
}

/** The form as the seller will see it, in short. */
function Preview({ fields }: { fields: FormField[] }) {
  const { t } = useTranslation("registrations");
  const required = fields.filter((field) => field.need === "required").length;
  return (
    <Card title={t("forms.preview", { count: required })}>
      <ul className={classes.preview}>
        {fields.map((field) => (
          <li key={field.field} data-need={field.need}>
            {field.need === "optional"
              ? t("forms.optional", { field: t(`fields.${field.field}`) })
              : t(`fields.${field.field}`)}
            {field.need === "hidden" ? (
              <span className="rg-hidden">{t("forms.needs.hidden")}</span>
            ) : field.hint ? (
              <small>{field.hint}</small>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
