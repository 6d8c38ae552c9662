// The seller's form: everything on one page, saved by itself, checked as one types, sent by Ctrl+Enter.
import { Alert, Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationDetail, Suspect } from "@/bindings";
import { AlertsNote } from "@/features/customers";
import { Presence } from "@/features/presence";
import { useCommandQuery } from "@/ipc";
import { Card } from "@/shared/Card";
import { useGo, useRouteParam } from "@/shared/nav";
import { Page, PageHeader, PrimaryAction } from "@/shared/Page";
import { StateView } from "@/shared/StateView";
import { useShortcuts } from "@/shared/shortcuts";
import { toast } from "@/shared/toast";
import classes from "./Sale.module.css";
import { SaleConflict } from "./SaleConflict";
import { SaleFields } from "./SaleFields";
import { SaleView } from "./SaleView";
import { HistoryCard, SuspectsCard } from "./SideCards";
import { type SaleForm, useSale } from "./useSale";

export default function SalePage() {
  const id = useRouteParam("id");
  const query = useCommandQuery("registrations.get", { id: id ?? "" }, { enabled: id !== undefined });
  // What was read first is what is edited; saving by itself must not start the form anew.
  const first = useRef<RegistrationDetail | undefined>(undefined);
  if (first.current?.registration.id !== id) first.current = query.data;
  if (id === undefined) return <Editor detail={null} />;
  if (query.data === undefined || first.current === undefined) {
    return query.isError ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const { state } = query.data.registration;
  const editable = state === "draft" || state === "returned";
  return editable ? <Editor key={id} detail={first.current} /> : <SaleView detail={query.data} />;
}

function Editor({ detail }: { detail: RegistrationDetail | null }) {
  const { t } = useTranslation("registrations");
  const go = useGo();
  const sale = useSale(detail?.registration ?? null, (sent) => {
    toast(t("sale.sent", { number: sent.number }));
    go("/sales");
  });
  useShortcuts(t("sale.title"), [{ keys: "mod+enter", label: t("sale.send"), run: () => void sale.send() }]);
  const back = detail?.registration.state === "returned" ? detail.rounds[0] : undefined;
  const title = detail?.registration.number
    ? t("review.number", { number: detail.registration.number })
    : t(detail ? "sale.draft" : "sale.title");
  const header = (
    <PageHeader
      title={title}
      hint={
        <>
          <SaveHint form={sale} />{" "}
          {detail ? <Presence kind="registration" id={detail.registration.id} editing /> : null}
        </>
      }
      primary={
        <PrimaryAction
          label={t(back ? "sale.send_again" : "sale.send")}
          keys="Ctrl ↵"
          loading={sale.sending}
          onClick={() => void sale.send()}
        />
      }
    />
  );
  return (
    <Page header={header}>
      {sale.problem ? (
        <Alert role="alert" color="red" variant="light" mb={12} icon={<IconAlertCircle size={18} />}>
          {sale.problem}
        </Alert>
      ) : null}
      <SaleConflict form={sale} />
      <div className={classes.layout}>
        <div>
          {back ? (
            <Alert
              color="yellow"
              variant="light"
              mb={12}
              title={t("sale.returned", { name: back.decided_by })}
            >
              {back.note || t("sale.returned_text")}
            </Alert>
          ) : null}
          <SaleFields form={sale} reasons={back?.reasons ?? []} />
        </div>
        <aside className={classes.side}>
          <AlertsNote customerId={knownAs(sale.suspects)} />
          <Missing form={sale} />
          {sale.suspects.length > 0 ? <SuspectsCard suspects={sale.suspects} /> : null}
          {detail && detail.rounds.length > 0 ? <HistoryCard detail={detail} /> : null}
        </aside>
      </div>
    </Page>
  );
}

/** The ficha that has the document already: the sale is an existing customer's (CUS-4). */
function knownAs(suspects: Suspect[]): string | null {
  const same = suspects.find(({ reasons }) => reasons.some(({ code }) => code === "same_document"));
  return same?.customer_id ?? null;
}

function SaveHint({ form }: { form: SaleForm }) {
  const { t } = useTranslation("registrations");
  if (form.state === "failed") {
    return (
      <Button size="xs" variant="subtle" color="red" onClick={() => void form.store()}>
        {t("save.failed")}
      </Button>
    );
  }
  return <output>{form.state === "clean" ? "" : t(`save.${form.state}`)}</output>;
}

/** The fields as they stand on the page. */
const inOrder = [
  ...["document", "name", "mother_name", "birth_date", "phone_1", "phone_2", "email", "cep", "street"],
  ...["address_number", "district", "city", "uf", "carrier", "plan_id", "due_day", "installation_period"],
];

/** What still keeps the sale from being sent, each a way to its field. */
function Missing({ form }: { form: SaleForm }) {
  const { t } = useTranslation("registrations");
  const lacking = new Set(form.issues.map((issue) => issue.field.replace("content.", "")));
  const known = inOrder.filter((field) => lacking.has(field));
  const fields = [...known, ...[...lacking].filter((field) => !known.includes(field))];
  if (fields.length === 0) {
    return (
      <Card title={t("missing.none")}>
        <p className={classes.quiet}>{t("missing.none_text")}</p>
      </Card>
    );
  }
  const focus = (field: string) => document.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  return (
    <Card title={t("missing.title", { count: fields.length })}>
      <div className={classes.missing}>
        {fields.map((field) => (
          <button key={field} type="button" onClick={() => focus(field)}>
            {t(`fields.${field}`)}
          </button>
        ))}
      </div>
    </Card>
  );
}
