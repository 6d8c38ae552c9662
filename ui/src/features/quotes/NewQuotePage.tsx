// Begins a quote: for the customer in the address (`?customer=`), or for one to be chosen.
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AlertsNote } from "@/features/customers";
import { useCommand, useCommandQuery } from "@/ipc";
import { Page, PageHeader, StateView, useGo, useRouteQuery } from "@/shared";
import { taxDocument } from "@/shared/format";
import { usePaced } from "@/shared/usePaced";
import classes from "./Quotes.module.css";

export default function NewQuotePage() {
  const { t } = useTranslation("quotes");
  const go = useGo();
  const customer = useRouteQuery("customer");
  const create = useCommand("quotes.create");
  const asked = useRef(false);
  const begin = (id: string) =>
    create.mutate(
      { customer_id: id },
      { onSuccess: (quote) => go(`/quotes/${quote.version.id}`, { replace: true }) },
    );
  useEffect(() => {
    if (customer === undefined || asked.current) return;
    asked.current = true;
    begin(customer);
  });
  const again = create.variables ? () => begin(create.variables.customer_id) : undefined;
  return (
    <Page header={<PageHeader title={t("new.title")} />}>
      {create.error ? (
        <StateView kind="error" error={create.error} onRetry={again} />
      ) : create.isPending || customer !== undefined ? (
        <StateView kind="loading" title={t("new.making")} />
      ) : (
        <CustomerChooser onChoose={begin} />
      )}
    </Page>
  );
}

function CustomerChooser({ onChoose }: { onChoose: (id: string) => void }) {
  const { t } = useTranslation("quotes");
  const [text, setText] = useState("");
  const settled = usePaced(text.trim());
  const [at, setAt] = useState(0);
  const query = useCommandQuery(
    "customers.quick_search",
    { text: settled },
    { enabled: settled.length > 1, keepPrevious: true },
  );
  const hits = settled.length > 1 ? (query.data ?? []) : [];
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = hits[at];
    if (step !== 0) setAt(Math.max(0, Math.min(hits.length - 1, at + step)));
    else if (event.key === "Enter" && chosen) onChoose(chosen.id);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.chooser}>
      <TextInput
        autoFocus
        label={t("new.customer")}
        placeholder={t("new.placeholder")}
        leftSection={<IconSearch size={15} stroke={1.5} />}
        value={text}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="quote-customers"
        aria-activedescendant={hits[at] ? `quote-customer-${hits[at].id}` : undefined}
        onKeyDown={keys}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div id="quote-customers" role="listbox" aria-label={t("new.customer")} className={classes.hits}>
        {hits.map((hit, index) => (
          <div
            key={hit.id}
            id={`quote-customer-${hit.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.hit}
            onMouseEnter={() => setAt(index)}
            onMouseDown={(event) => {
              event.preventDefault();
              onChoose(hit.id);
            }}
          >
            <span>{hit.name}</span>
            <span className={classes.dim}>{taxDocument(hit.document)}</span>
          </div>
        ))}
      </div>
      <AlertsNote customerId={hits[at]?.id ?? null} className={classes.alerts} />
      {query.error ? <StateView kind="error" error={query.error} onRetry={query.refetch} /> : null}
      {settled.length > 1 && query.data?.length === 0 ? (
        <StateView kind="empty" title={t("new.nobody")} description={t("new.nobody_text")} />
      ) : null}
    </div>
  );
}
