// What the form of a sale asks for: for all sales, for a carrier, for a plan; the narrowest that speaks counts.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormScope, Plan } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { PageHeader } from "@/shared/Page";
import { Row, Rows } from "@/shared/Rows";
import { SplitView } from "@/shared/SplitView";
import { StateView } from "@/shared/StateView";
import { Tag } from "@/shared/Tag";
import { FormRulesEditor } from "./FormRulesEditor";

interface Choice {
  scope: FormScope;
  level: "everywhere" | "carrier" | "plan";
  label: string;
}

const same = (a: FormScope, b: FormScope) =>
  a.plan_id === b.plan_id && (a.plan_id !== null || a.carrier === b.carrier);

/** All sales, then each carrier followed by its plans. */
function choices(plans: Plan[], everywhere: string): Choice[] {
  const list: Choice[] = [{ scope: { carrier: "", plan_id: null }, level: "everywhere", label: everywhere }];
  for (const carrier of [...new Set(plans.map((plan) => plan.carrier))]) {
    list.push({ scope: { carrier, plan_id: null }, level: "carrier", label: carrier });
    for (const plan of plans.filter((known) => known.carrier === carrier))
      list.push({ scope: { carrier, plan_id: plan.id }, level: "plan", label: plan.name });
  }
  return list;
}

export default function FormsPage() {
  const { t } = useTranslation("registrations");
  const plans = useCommandQuery("registrations.plans", {});
  const set = useCommandQuery("registrations.form_scopes", {});
  const [scope, setScope] = useState<FormScope>({ carrier: "", plan_id: null });
  const all = choices(plans.data ?? [], t("forms.everywhere"));
  const chosen = all.find((choice) => same(choice.scope, scope));
  const failed = plans.error ?? set.error;
  const list = (
    <>
      <PageHeader title={t("nav.forms")} />
      {failed ? (
        <StateView kind="error" error={failed} onRetry={() => void plans.refetch()} />
      ) : plans.data === undefined ? (
        <StateView kind="loading" />
      ) : (
        <Rows>
          {all.map((choice) => (
            <Row
              key={`${choice.level} ${choice.scope.plan_id ?? choice.scope.carrier}`}
              first={choice.label}
              end={
                set.data?.some((known) => same(known, choice.scope)) ? (
                  <Tag kind="open">{t("forms.own")}</Tag>
                ) : null
              }
              level={choice.level === "plan" ? 2 : 1}
              current={choice === chosen}
              onChoose={() => setScope(choice.scope)}
            />
          ))}
        </Rows>
      )}
    </>
  );
  const detail = chosen ? <Detail key={JSON.stringify(chosen.scope)} choice={chosen} /> : null;
  return <SplitView id="sale-forms" list={list} detail={detail} />;
}

function Detail({ choice }: { choice: Choice }) {
  const { t } = useTranslation("registrations");
  const query = useCommandQuery("registrations.form_rules", choice.scope);
  if (query.data === undefined) {
    return query.isError ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const title =
    choice.level === "plan"
      ? t("forms.plan_title", { carrier: choice.scope.carrier, plan: choice.label })
      : choice.label;
  return <FormRulesEditor title={title} rules={query.data} />;
}
