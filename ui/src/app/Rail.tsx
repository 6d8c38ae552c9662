import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import type { NavCount, NavEntry } from "@/shared/feature";
import { count as figure } from "@/shared/format";
import { useSession } from "@/shared/session";
import { navEntries, navGroups } from "./features";
import classes from "./Shell.module.css";

/** The navigation, grouped by job, with what waits for the person. */
export function Rail() {
  const { t } = useTranslation("app");
  const { can } = useSession();
  return (
    <nav className={classes.rail} aria-label={t("rail.label")}>
      <div className={classes.brand}>{t("brand")}</div>
      {navGroups.map((group) => {
        const entries = navEntries(group, can);
        if (entries.length === 0) return null;
        return (
          <div key={group}>
            {group === "home" ? null : (
              <h2 className={classes.group} id={`rail-${group}`}>
                {t(`groups.${group}`)}
              </h2>
            )}
            <ul className={classes.links} aria-labelledby={group === "home" ? undefined : `rail-${group}`}>
              {entries.map((entry) => (
                <li key={entry.path}>
                  <RailLink entry={entry} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function RailLink({ entry }: { entry: NavEntry }) {
  const { t } = useTranslation("app");
  return (
    <Link to={entry.path} className={classes.link} activeOptions={{ exact: entry.path === "/" }}>
      <span>{t(entry.labelKey)}</span>
      {entry.count ? <RailCount count={entry.count} /> : null}
    </Link>
  );
}

function RailCount({ count }: { count: NavCount }) {
  const { t } = useTranslation("app");
  const { data } = useCommandQuery(count.command, count.request as never, { refetchInterval: 60_000 });
  const waiting = data === undefined ? 0 : count.pick(data as never);
  if (waiting === 0) return null;
  return (
    <span className={classes.count}>
      {figure(waiting)}
      <span className="rg-hidden"> {t("rail.waiting")}</span>
    </span>
  );
}
