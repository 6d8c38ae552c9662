import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  spotlight,
} from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SearchHit, SearchProvider } from "@/shared/feature";
import { useGo } from "@/shared/nav";
import { useSession } from "@/shared/session";
import { useShortcuts } from "@/shared/shortcuts";
import { usePaced } from "@/shared/usePaced";
import { features, navEntries, navGroups } from "./features";
import { folded } from "./folded";
import classes from "./Search.module.css";

/** Ctrl+K: places and actions at once, customers and documents as the features find them. */
export function Search() {
  const { t } = useTranslation("app");
  const [text, setText] = useState("");
  const found = useFound(text);
  const places = usePlaces();
  const wanted = folded(text);
  const matching = places.filter((place) => folded(place.label ?? "").includes(wanted));
  const groups: SpotlightActionGroupData[] = [
    ...found.groups,
    ...(matching.length > 0 ? [{ group: t("search.places"), actions: matching }] : []),
  ];
  useShortcuts(t("shortcuts.everywhere"), [
    { keys: "mod+k", label: t("shortcuts.search"), run: spotlight.open },
  ]);
  return (
    <Spotlight
      actions={groups}
      query={text}
      onQueryChange={setText}
      filter={(_, actions) => actions}
      shortcut={null}
      nothingFound={found.searching ? t("search.searching") : t("search.nothing")}
      highlightQuery
      centered={false}
      yOffset={72}
      overlayProps={{ blur: 0, backgroundOpacity: 0.2 }}
      classNames={{ actionsGroup: classes.group, action: classes.action }}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden />,
        placeholder: t("search.field"),
        "aria-label": t("search.field"),
      }}
    />
  );
}

function usePlaces(): SpotlightActionData[] {
  const { t } = useTranslation("app");
  const { can } = useSession();
  const go = useGo();
  const places = navGroups.flatMap((group) => navEntries(group, can));
  const actions = features
    .flatMap((feature) => feature.actions ?? [])
    .filter((action) => can(action.permission));
  return [...actions, ...places.map((place) => ({ ...place, id: place.path }))].map((item) => ({
    id: `place-${item.id}`,
    label: t(item.labelKey),
    onClick: () => go(item.path),
  }));
}

function useFound(text: string): { groups: SpotlightActionGroupData[]; searching: boolean } {
  const { t } = useTranslation("app");
  const { can } = useSession();
  const go = useGo();
  const wanted = usePaced(text.trim());
  const providers: SearchProvider[] = features
    .flatMap((feature) => feature.search ?? [])
    .filter((provider) => can(provider.permission));
  // Only what changed the hits draws them anew: not each step of each question on its way.
  const { found, searching } = useQueries({
    queries: providers.map((provider) => ({
      queryKey: ["search", provider.id, wanted],
      queryFn: () => provider.search(wanted),
      enabled: wanted.length >= 2,
      placeholderData: keepPreviousData,
    })),
    combine: together,
  });
  const groups = providers.flatMap((provider, at) => {
    const hits = wanted.length >= 2 ? (found[at] ?? []) : [];
    if (hits.length === 0) return [];
    const actions = hits.map((hit) => ({
      id: `${provider.id}-${hit.id}`,
      label: hit.label,
      description: hit.hint,
      onClick: () => go(hit.path),
    }));
    return [{ group: t(provider.labelKey), actions }];
  });
  return { groups, searching };
}

/** The hits of all; that more are looked for is told only while there is none. */
function together(answers: { data?: SearchHit[]; isFetching: boolean }[]) {
  const found = answers.map((answer) => answer.data ?? []);
  const none = found.every((hits) => hits.length === 0);
  return { found, searching: none && answers.some((answer) => answer.isFetching) };
}
