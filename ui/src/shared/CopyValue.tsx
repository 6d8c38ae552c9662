// CopyValue: a document, phone or code that is copied with one click.
//   <CopyValue value="+5519998124471">{phone(value)}</CopyValue>
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CopyValue.module.css";

/** Puts text on the clipboard, also in a window that does not offer the newer way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const back = document.activeElement as HTMLElement | null;
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("aria-hidden", "true");
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  back?.focus();
  return done;
}

export interface CopyValueProps {
  /** What is copied. */
  value: string;
  /** What is shown. */
  children: ReactNode;
}

export function CopyValue({ value, children }: CopyValueProps) {
  const { t } = useTranslation("shared");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const Picture = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={classes.copy}
      title={t("copy.action")}
      onClick={() => void copyText(value).then(setCopied)}
    >
      <span className={classes.value}>{children}</span>
      <Picture size={13} stroke={1.5} aria-hidden className={classes.icon} data-done={copied || undefined} />
      <output className="rg-hidden">{copied ? t("copy.done") : ""}</output>
    </button>
  );
}
