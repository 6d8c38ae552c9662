// Which part of a long list is shown, and the way to the parts beside it.
import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { count } from "@/shared/format";
import classes from "./Duplicates.module.css";

interface PagerProps {
  offset: number;
  /** How many are shown. */
  shown: number;
  total: number;
  /** One page on, or back. */
  onTurn: (by: 1 | -1) => void;
}

export function Pager({ offset, shown, total, onTurn }: PagerProps) {
  const { t } = useTranslation("duplicates");
  if (total <= shown && offset === 0) return null;
  const [from, to] = [offset + 1, offset + shown].map((figure) => count(figure));
  return (
    <nav className={classes.pager} aria-label={t("pager.label")}>
      <span>{t("pager.part", { from, to, total: count(total) })}</span>
      <ActionIcon
        variant="default"
        aria-label={t("pager.previous")}
        disabled={offset === 0}
        onClick={() => onTurn(-1)}
      >
        <IconChevronLeft size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t("pager.next")}
        disabled={offset + shown >= total}
        onClick={() => onTurn(1)}
      >
        <IconChevronRight size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </nav>
  );
}
