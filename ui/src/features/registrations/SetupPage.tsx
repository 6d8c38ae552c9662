// Plans with their regions, and how long a sale may wait: kept by supervisors.
import { Button, Drawer, MultiSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Plan, ReviewTargets } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card } from "@/shared/Card";
import { Form, MoneyInput, Refusal, useCommandForm } from "@/shared/form";
import { money } from "@/shared/format";
import { Page, PageHeader, PrimaryAction } from "@/shared/Page";
import { StateView } from "@/shared/StateView";
import { useShortcuts } from "@/shared/shortcuts";
import { Tag } from "@/shared/Tag";
import { type Column, DataTable, useLocalRows } from "@/shared/table";
import { toast } from "@/shared/toast";
import classes from "./Sale.module.css";
import { states } from "./states";

const fresh: Plan = {
  id: null,
  carrier: "",
  name: "",
  monthly_cents: 0,
  active: true,
  regions: [],
  version: 0,
};
const NONE: Plan[] = [];

export default function SetupPage() {
  const { t } = useTranslation("registrations");
  const plans = useCommandQuery("registrations.plans", {});
  const targets = useCommandQuery("registrations.targets", {});
  const [edited, setEdited] = useState<Plan | null>(null);
  const source = useLocalRows(plans.data ?? NONE);
  const columns: Column<Plan>[] = [
    { id: "carrier", header: t("fields.carrier"), width: 120, cell: (plan) => plan.carrier },
    { id: "name", header: t("fields.plan_id"), width: 200, cell: (plan) => plan.name },
    {
      id: "price",
      header: t("plans.price"),
      width: 110,
      align: "right",
      cell: (plan) => money(plan.monthly_cents),
    },
    {
      id: "regions",
      header: t("plans.regions"),
      width: 220,
      cell: (plan) => plan.regions.join(", ") || t("plans.everywhere"),
    },
    {
      id: "active",
      header: t("columns.state"),
      width: 110,
      cell: (plan) => (
        <Tag kind={plan.active ? "good" : "closed"}>{t(plan.active ? "plans.sold" : "plans.not_sold")}</Tag>
      ),
      text: (plan) => t(plan.active ? "plans.sold" : "plans.not_sold"),
    },
  ];
  const add = () => setEdited(fresh);
  useShortcuts(t("plans.title"), [{ keys: "n", label: t("plans.add"), run: add }]);
  const header = (
    <PageHeader
      title={t("plans.title")}
      primary={<PrimaryAction label={t("plans.add")} keys="N" onClick={add} />}
    />
  );
  const failed = plans.error ?? targets.error;
  if (plans.data === undefined || targets.data === undefined) {
    return (
      <Page header={header}>
        {failed ? (
          <StateView kind="error" error={failed} onRetry={() => void plans.refetch()} />
        ) : (
          <StateView kind="loading" />
        )}
      </Page>
    );
  }
  return (
    <Page header={header} flush>
      <div className={classes.filters}>
        <TargetsForm targets={targets.data} />
      </div>
      <DataTable
        id="plans"
        label={t("plans.title")}
        source={source}
        columns={columns}
        rowId={(plan) => plan.id ?? ""}
        onOpen={setEdited}
        empty={<StateView kind="empty" title={t("plans.empty")} description={t("plans.empty_text")} />}
      />
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited?.id ? "plans.change" : "plans.add")}
      >
        {edited ? <PlanForm key={edited.id} plan={edited} onDone={() => setEdited(null)} /> : null}
      </Drawer>
    </Page>
  );
}

function PlanForm({ plan, onDone }: { plan: Plan; onDone: () => void }) {
  const { t } = useTranslation("registrations");
  const form = useCommandForm("registrations.save_plan", {
    initialValues: plan,
    merge: {
      fields: [
        { name: "carrier", label: t("fields.carrier") },
        { name: "name", label: t("fields.plan_id") },
        { name: "monthly_cents", label: t("plans.price"), text: money },
        {
          name: "regions",
          label: t("plans.regions"),
          text: (ufs: string[]) => ufs.join(", ") || t("plans.everywhere"),
        },
        { name: "active", label: t("plans.sold") },
      ],
    },
    onSuccess: (saved) => {
      toast(t("plans.saved", { name: saved.name }));
      onDone();
    },
  });
  return (
    <Form form={form} onCancel={onDone}>
      <TextInput data-autofocus label={t("fields.carrier")} {...form.field("carrier")} />
      <TextInput label={t("fields.plan_id")} {...form.field("name")} />
      <MoneyInput
        label={t("plans.price")}
        {...form.field("monthly_cents")}
        onChange={(cents) => form.set("monthly_cents", cents ?? 0)}
      />
      <MultiSelect
        label={t("plans.regions")}
        description={t("plans.regions_hint")}
        searchable
        clearable
        data={states}
        {...form.field("regions")}
      />
      <Switch
        label={t("plans.sold")}
        checked={form.values.active}
        onChange={(event) => form.set("active", event.currentTarget.checked)}
      />
    </Form>
  );
}

const FIGURES = [
  ["target_minutes", "targets.target"],
  ["soon_minutes", "targets.soon"],
  ["claim_minutes", "targets.claim"],
] as const;

/** What was read goes along: saving over other figures is a conflict. */
function valuesOf({ targets }: ReviewTargets) {
  return { targets, read: targets };
}

function TargetsForm({ targets }: { targets: ReviewTargets }) {
  const { t } = useTranslation("registrations");
  const form = useCommandForm("registrations.save_targets", {
    initialValues: valuesOf(targets),
    follow: true,
    merge: {
      theirs: valuesOf as (current: never) => ReturnType<typeof valuesOf>,
      fields: targets.targets.flatMap(({ segment }, index) =>
        FIGURES.map(([name, words]) => ({
          name: `targets.${index}.${name}` as const,
          label: `${t(`segments.${segment}`)}: ${t(words)}`,
        })),
      ),
    },
    onSuccess: () => toast(t("targets.saved")),
  });
  const figure = (index: number, field: string, label: string) => {
    const path = `targets.${index}.${field}`;
    return (
      <NumberInput
        key={field}
        aria-label={`${t(`segments.${form.values.targets[index]?.segment ?? "retail"}`)}: ${label}`}
        min={1}
        max={3000}
        hideControls
        {...form.field(path)}
        onChange={(value) => form.set(path, Number(value) || 0)}
      />
    );
  };
  return (
    <Card title={t("targets.title")}>
      <div className={classes.targets}>
        <span />
        {FIGURES.map(([name, words]) => (
          <span key={name} className={classes.quiet}>
            {t(words)}
          </span>
        ))}
        {form.values.targets.map((target, index) => (
          <Fragment key={target.segment}>
            <span>{t(`segments.${target.segment}`)}</span>
            {FIGURES.map(([name, words]) => figure(index, name, t(words)))}
          </Fragment>
        ))}
      </div>
      {form.error ? <Refusal form={form} /> : null}
      <div className={classes.targetsFoot}>
        <Button loading={form.pending} onClick={() => void form.submit()}>
          {t("targets.save")}
        </Button>
        <span className={classes.quiet}>{t("targets.hint")}</span>
      </div>
    </Card>
  );
}
