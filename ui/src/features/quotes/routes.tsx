import { IconFileInvoice } from "@tabler/icons-react";
import { call } from "@/ipc";
import { type FeatureModule, navCount, type SearchHit } from "@/shared/feature";
import { money } from "@/shared/format";
import { numberText } from "./states";

async function search(text: string): Promise<SearchHit[]> {
  const page = await call("quotes.list", {
    search: text,
    status: null,
    mine: false,
    order: "number",
    descending: true,
    limit: 8,
    offset: 0,
  });
  return page.quotes.map((quote) => ({
    id: quote.id,
    label: `${numberText(quote)} · ${quote.customer_name}`,
    hint: money(quote.one_off_cents || quote.monthly_cents),
    path: `/quotes/${quote.id}`,
  }));
}

export const feature: FeatureModule = {
  id: "quotes",
  nav: [
    {
      group: "sales",
      order: 20,
      labelKey: "quotes:nav",
      path: "/quotes",
      icon: IconFileInvoice,
      permission: "quotes.read",
      shortcut: "g o",
      count: navCount(
        "quotes.list",
        { search: "", status: "draft", mine: true, order: "number", descending: true, limit: 0, offset: 0 },
        (page) => page.total,
      ),
    },
  ],
  routes: [
    { path: "/quotes", load: () => import("./QuotesPage"), permission: "quotes.read" },
    { path: "/quotes/new", load: () => import("./NewQuotePage"), permission: "quotes.write" },
    { path: "/quotes/$id", load: () => import("./QuotePage"), permission: "quotes.read" },
    { path: "/quotes/$id/compare", load: () => import("./ComparePage"), permission: "quotes.read" },
  ],
  actions: [
    { id: "quotes.new", labelKey: "quotes:new.title", path: "/quotes/new", permission: "quotes.write" },
  ],
  fichaPanels: [
    { id: "quotes", order: 40, permission: "quotes.read", load: () => import("./CustomerQuotes") },
  ],
  fichaActions: [
    {
      id: "quotes.new",
      labelKey: "quotes:new.title",
      permission: "quotes.write",
      path: (customerId) => `/quotes/new?customer=${customerId}`,
    },
  ],
  subjects: { quote: (id) => `/quotes/${id}` },
  search: [{ id: "quotes", labelKey: "quotes:nav", permission: "quotes.read", search }],
};
