import { IconUsers } from "@tabler/icons-react";
import { call } from "@/ipc";
import type { FeatureModule, SearchHit } from "@/shared/feature";
import { taxDocument } from "@/shared/format";

async function search(text: string): Promise<SearchHit[]> {
  const hits = await call("customers.quick_search", { text });
  return hits.map((hit) => ({
    id: hit.id,
    label: hit.name,
    hint: [taxDocument(hit.document), String(hit.code)].filter(Boolean).join(" · "),
    path: `/customers/${hit.id}`,
  }));
}

export const feature: FeatureModule = {
  id: "customers",
  nav: [
    {
      group: "registry",
      order: 30,
      labelKey: "customers:nav",
      path: "/customers",
      icon: IconUsers,
      permission: "customers.read",
      shortcut: "g c",
    },
  ],
  routes: [
    { path: "/customers", load: () => import("./CustomersPage"), permission: "customers.read" },
    { path: "/customers/$id", load: () => import("./FichaPage"), permission: "customers.read" },
  ],
  actions: [
    {
      id: "customers.new",
      labelKey: "customers:create.title",
      path: "/customers?new=1",
      permission: "customers.write",
    },
  ],
  search: [{ id: "customers", labelKey: "customers:nav", permission: "customers.read", search }],
};
