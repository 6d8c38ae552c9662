import type { ViewedList } from "@/bindings";
import { call } from "@/ipc";
import type { FeatureModule, SearchHit } from "@/shared/feature";

/** Where each list opens. */
const screens: Record<ViewedList, string> = { customers: "/customers" };

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

async function search(text: string): Promise<SearchHit[]> {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const views = await call("views.list", { list: "customers" });
  return views
    .filter(({ name }) => words.every((word) => plain(name).includes(word)))
    .slice(0, 8)
    .map(({ id, name, list, mine, owner_name }) => ({
      id,
      label: name,
      hint: mine ? undefined : owner_name,
      path: `${screens[list]}?view=${id}`,
    }));
}

export const feature: FeatureModule = {
  id: "views",
  routes: [],
  search: [{ id: "views", labelKey: "views:title", permission: "customers.read", search }],
};
