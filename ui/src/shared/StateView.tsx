// StateView: the five states every screen has besides its content.
//   <StateView kind="empty" title={t("empty.title")} description={t("empty.text")} action={<Button…>} />
//   <StateView kind="error" error={query.error} onRetry={query.refetch} />
// An error of kind `unavailable` shows as offline with the heading of its reason, `forbidden` as no
// permission, by itself.
import { Button, Loader } from "@mantine/core";
import {
  type Icon,
  IconAlertTriangle,
  IconInbox,
  IconLock,
  IconPlugConnectedX,
  IconRefresh,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asCommandError } from "@/ipc";
import { useErrorText } from "./errors";
import classes from "./StateView.module.css";

export type StateKind = "empty" | "loading" | "error" | "offline" | "forbidden";

export interface StateViewProps {
  kind: StateKind;
  title?: string;
  description?: string;
  error?: unknown;
  onRetry?: () => void;
  /** What to do next, usually the screen's primary action. */
  action?: ReactNode;
  icon?: Icon;
}

const icons: Record<Exclude<StateKind, "loading">, Icon> = {
  empty: IconInbox,
  error: IconAlertTriangle,
  offline: IconPlugConnectedX,
  forbidden: IconLock,
};

function kindOf(kind: StateKind, error: unknown): StateKind {
  if (kind !== "error" || !error) return kind;
  const { code } = asCommandError(error);
  if (code === "unavailable") return "offline";
  return code === "forbidden" ? "forbidden" : kind;
}

export function StateView({ kind: given, title, description, error, onRetry, action, icon }: StateViewProps) {
  const { t, i18n } = useTranslation("shared");
  const words = useErrorText();
  const kind = kindOf(given, error);
  if (kind === "loading") {
    return (
      <output className={classes.state} aria-busy>
        <Loader aria-hidden />
        <span className={classes.text}>{title ?? t("state.loading.title")}</span>
      </output>
    );
  }
  // What keeps the database away decides what there is to do: each reason has words of its own.
  const reason = kind === "offline" && error ? String(asCommandError(error).params.reason) : "";
  const known = i18n.exists(`shared:unavailable.${reason}.title`);
  const heading = known ? t(`unavailable.${reason}.title`) : t(`state.${kind}.title`);
  const advice = known
    ? t(`unavailable.${reason}.text`)
    : error
      ? words.text(error)
      : t(`state.${kind}.text`);
  const Picture = icon ?? icons[kind];
  const alarming = kind === "error" || kind === "offline";
  return (
    <div className={classes.state} role={alarming ? "alert" : undefined}>
      <Picture size={28} stroke={1.25} aria-hidden className={classes.icon} />
      <strong className={classes.title}>{title ?? heading}</strong>
      <span className={classes.text}>{description ?? advice}</span>
      {onRetry ? (
        <Button leftSection={<IconRefresh size={15} />} onClick={onRetry}>
          {t("actions.retry")}
        </Button>
      ) : null}
      {action}
    </div>
  );
}
