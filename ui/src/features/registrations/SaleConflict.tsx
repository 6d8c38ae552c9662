// Somebody saved the same sale first (SYS-2): both versions field by field, and nothing typed is lost.
import { useTranslation } from "react-i18next";
import type { Registration, RegistrationContent } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Merge } from "@/shared/form";
import { cep, date, phone, taxDocument } from "@/shared/format";
import { emptyContent, type SaleForm } from "./useSale";

const names = Object.keys(emptyContent) as (keyof RegistrationContent)[];

export function SaleConflict({ form }: { form: SaleForm }) {
  const { t } = useTranslation("registrations");
  const plans = useCommandQuery("registrations.plans", {}).data ?? [];
  if (form.conflict === null) return null;
  const theirs = form.conflict.params.current as Registration;
  const text = (name: keyof RegistrationContent, content: RegistrationContent): string => {
    const value = content[name];
    switch (name) {
      case "kind":
        return t(`kinds.${content.kind}`);
      case "segment":
        return t(`segments.${content.segment}`);
      case "document":
        return taxDocument(content.document);
      case "birth_date":
        return date(content.birth_date);
      case "phone_1":
      case "phone_2":
        return phone(content[name]);
      case "cep":
        return cep(content.cep);
      case "plan_id":
        return plans.find((plan) => plan.id === value)?.name ?? "";
      case "installation_period":
        return content.installation_period ? t(`review.installation.${content.installation_period}`) : "";
      default:
        return String(value ?? "");
    }
  };
  return (
    <Merge<RegistrationContent>
      error={form.conflict}
      base={form.base.current}
      mine={form.content}
      theirs={(current: Registration) => current.content}
      fields={names.map((name) => ({
        name,
        label: t(`fields.${name}`),
        text: (_, content) => text(name, content),
      }))}
      onMerged={(chosen) => form.goOn(chosen, theirs)}
    />
  );
}
