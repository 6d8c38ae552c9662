// One version of a quote: the editor of a draft, or what was sent with what the customer said.
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Page, PageHeader, StateView, useRouteParam, useSession } from "@/shared";
import { QuoteEditor } from "./QuoteEditor";

export default function QuotePage() {
  const { t } = useTranslation("quotes");
  const { can } = useSession();
  const id = useRouteParam("id") ?? "";
  const query = useCommandQuery("quotes.get", { id });
  if (query.data === undefined) {
    return (
      <Page header={<PageHeader title={t("quote")} />}>
        {query.error ? (
          <StateView kind="error" error={query.error} onRetry={query.refetch} />
        ) : (
          <StateView kind="loading" />
        )}
      </Page>
    );
  }
  const { version } = query.data;
  const draft = version.status === "draft" || version.status === "awaiting_approval";
  return (
    <QuoteEditor
      key={`${id}.${draft ? "draft" : "sent"}`}
      details={query.data}
      editable={draft && can("quotes.write")}
    />
  );
}
