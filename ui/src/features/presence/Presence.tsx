// Who else has the same record open, in the header of its page, and telling others that this window has it open.
//   <Presence kind="customer" id={customer.id} editing={drawerOpen} />
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { PresenceKind, Present } from "@/bindings";
import { call, useCommandQuery } from "@/ipc";
import classes from "./Presence.module.css";

/** How often this window says that it is still there; a lease holds twice as long. */
const RENEW_MS = 15_000;

export interface PresenceProps {
  kind: PresenceKind;
  id: string;
  editing?: boolean;
}

/** Says that nobody knows for a moment: a lease that could not be renewed is not worth an error. */
const quietly = () => undefined;

export function Presence({ kind, id, editing = false }: PresenceProps) {
  const { t } = useTranslation("presence");
  useEffect(() => {
    const stay = () => void call("presence.here", { at: { kind, id }, editing }).catch(quietly);
    stay();
    const timer = setInterval(stay, RENEW_MS);
    return () => clearInterval(timer);
  }, [kind, id, editing]);
  useEffect(() => {
    return () => void call("presence.gone", { kind, id }).catch(quietly);
  }, [kind, id]);
  const others = useCommandQuery("presence.others", { kind, id }, { refetchInterval: RENEW_MS }).data ?? [];
  const changing = others.filter((other) => other.editing).map((other) => other.name);
  return (
    <output className={classes.presence}>
      {others.slice(0, 4).map((other) => (
        <Avatar key={other.user_id} other={other} />
      ))}
      {others.length > 4 ? (
        <span className={classes.more}>{t("more", { count: others.length - 4 })}</span>
      ) : null}
      {changing.length > 0 ? (
        <span className={classes.editing}>
          {t("editing", { count: changing.length, names: listed(changing) })}
        </span>
      ) : null}
    </output>
  );
}

function Avatar({ other }: { other: Present }) {
  const { t } = useTranslation("presence");
  const title = t(other.editing ? "is_editing" : "is_here", { name: other.name });
  return (
    <span
      role="img"
      className={classes.avatar}
      data-editing={other.editing || undefined}
      aria-label={title}
      title={title}
    >
      {initials(other.name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

/** First names are enough in a header; the avatar has the whole one. */
function listed(names: string[]): string {
  return names.map((name) => name.split(" ")[0]).join(", ");
}
