// Avisar duplicado: whoever may not merge says which fichas seem to be of one customer, and why (DUP-9).
import { Button, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Page, PageHeader, RouterLink, toast, useCommandForm, useGo, useRouteQuery } from "@/shared";
import { Form, FormErrors } from "@/shared/form/Form";
import { taxDocument } from "@/shared/format";
import { usePaced } from "@/shared/usePaced";
import classes from "./Duplicates.module.css";

/** As many fichas as are read side by side. */
const FICHAS_MAX = 6;

export default function TellPage() {
  const { t } = useTranslation("duplicates");
  const go = useGo();
  const ids = (useRouteQuery("ids") ?? "").split(",").filter(Boolean).slice(0, FICHAS_MAX);
  const [first] = ids;
  const leave = () => go(first ? `/customers/${first}` : "/customers");
  const form = useCommandForm("duplicates.report", {
    initialValues: { ids, reason: "" },
    onSuccess: () => {
      toast(t("tell.done"));
      leave();
    },
  });
  const chosen = form.values.ids;
  return (
    <Page header={<PageHeader title={t("tell.title")} />}>
      <div className={classes.tell}>
        <Form form={form} submitLabel={t("tell.submit")} onCancel={leave} disabled={chosen.length < 2}>
          <p className={classes.dim}>{t("tell.text")}</p>
          {form.form.errors.ids ? <FormErrors text={String(form.form.errors.ids)} /> : null}
          <ul className={classes.plain} aria-label={t("tell.fichas")}>
            {chosen.map((id) => (
              <Ficha
                key={id}
                id={id}
                onRemove={
                  id === first
                    ? undefined
                    : () =>
                        form.set(
                          "ids",
                          chosen.filter((other) => other !== id),
                        )
                }
              />
            ))}
          </ul>
          {chosen.length < FICHAS_MAX ? (
            <Another without={chosen} onChoose={(id) => form.set("ids", [...chosen, id])} />
          ) : null}
          <Textarea autosize minRows={2} label={t("tell.reason")} {...form.field("reason")} />
        </Form>
      </div>
    </Page>
  );
}

/** One of the fichas; the one somebody came from stays. */
function Ficha({ id, onRemove }: { id: string; onRemove?: () => void }) {
  const { t } = useTranslation("duplicates");
  const query = useCommandQuery("customers.ficha", { id });
  const customer = query.data?.customer;
  return (
    <li className={classes.run}>
      <RouterLink to={`/customers/${id}` as string}>
        {customer ? `${customer.code} ${customer.name}` : "…"}
      </RouterLink>
      {onRemove ? (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t("tell.remove_ficha", { code: customer?.code ?? "" })}
          onClick={onRemove}
        >
          {t("tell.remove")}
        </Button>
      ) : null}
    </li>
  );
}

/** A further ficha, found by search. */
function Another({ without, onChoose }: { without: string[]; onChoose: (id: string) => void }) {
  const { t } = useTranslation("duplicates");
  const [text, setText] = useState("");
  const settled = usePaced(text.trim());
  const query = useCommandQuery(
    "customers.quick_search",
    { text: settled },
    { enabled: settled.length > 1, keepPrevious: true },
  );
  const hits = settled.length > 1 ? (query.data ?? []) : [];
  return (
    <Select
      searchable
      label={t("tell.another")}
      placeholder={t("tell.placeholder")}
      data={hits
        .filter((hit) => !without.includes(hit.id))
        .map((hit) => ({
          value: hit.id,
          label: [`${hit.code} ${hit.name}`, taxDocument(hit.document)].filter(Boolean).join(" · "),
        }))}
      filter={({ options }) => options}
      value={null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        if (id) onChoose(id);
        setText("");
      }}
    />
  );
}
