import { Outlet } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo } from "@/shared/nav";
import { NavigationContext } from "@/shared/navigation";
import { useSession } from "@/shared/session";
import { useShortcuts } from "@/shared/shortcuts";
import { ConnectionBar } from "./ConnectionBar";
import { ErrorBoundary } from "./ErrorBoundary";
import { navEntries, navGroups } from "./features";
import { Rail } from "./Rail";
import { Search } from "./Search";
import classes from "./Shell.module.css";
import { ShortcutHelp } from "./ShortcutHelp";
import { TopBar } from "./TopBar";

/** The frame: rail, top bar, the screen. */
export function Shell() {
  const { t } = useTranslation("app");
  const { can } = useSession();
  const go = useGo();
  const sections = useMemo(
    () =>
      navGroups
        .map((group) => ({ group, entries: navEntries(group, can) }))
        .filter((section) => section.entries.length > 0),
    [can],
  );
  const entries = sections.flatMap((section) => section.entries);
  useShortcuts(
    t("shortcuts.go"),
    entries.flatMap((entry) =>
      entry.shortcut ? [{ keys: entry.shortcut, label: t(entry.labelKey), run: () => go(entry.path) }] : [],
    ),
  );
  return (
    <NavigationContext value={sections}>
      <div className={classes.app}>
        <button type="button" className={classes.skip} onClick={skip}>
          {t("skip")}
        </button>
        <ConnectionBar />
        <Rail />
        <TopBar />
        <main id="rg-main" tabIndex={-1} className={classes.main}>
          <ErrorBoundary>
            <Outlet />
          </ErrorBoundary>
        </main>
        <Search />
        <ShortcutHelp />
      </div>
    </NavigationContext>
  );
}

/** Past the rail, for people who walk with Tab. */
function skip(): void {
  document.getElementById("rg-main")?.focus();
}
