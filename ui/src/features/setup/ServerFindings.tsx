// What a server said of itself, point by point, each with a sign and a word for whether it will do.
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ServerCheck } from "@/bindings";
import classes from "./Setup.module.css";

interface Point {
  key: string;
  fits: boolean;
  text: string;
}

/** `moving`: the base must be one that nobody uses yet. */
export function ServerFindings({ found, moving }: { found: ServerCheck; moving?: boolean }) {
  const { t } = useTranslation("setup");
  const holds = found.holds === "ours" && !found.in_use ? "unused" : found.holds;
  const unseen = holds === "unseen";
  const taken = moving === true && found.in_use;
  const points: Point[] = [
    { key: "reached", fits: true, text: t(unseen ? "found.answers" : "found.reached") },
    {
      key: "way",
      fits: found.encrypted || found.here,
      text: t(found.encrypted ? "found.encrypted" : "found.here"),
    },
  ];
  // The rest is seen by whoever signs in.
  if (!unseen)
    points.push(
      {
        key: "version",
        fits: found.version_fits,
        text: t(found.version_fits ? "found.version" : "found.version_old", { version: found.version }),
      },
      {
        key: "rights",
        fits: found.may_create && found.may_search,
        text: t(
          !found.may_create ? "found.no_create" : !found.may_search ? "found.no_search" : "found.rights",
        ),
      },
      {
        key: "holds",
        fits: !taken && holds !== "newer" && holds !== "foreign",
        text: t(taken ? "found.taken" : `found.holds.${holds}`),
      },
    );
  return (
    <div role="status" aria-label={t("found.title")}>
      <ul className={classes.findings}>
        {points.map((point) => (
          <li key={point.key} data-fits={point.fits}>
            {point.fits ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
            <span>
              <span className={classes.verdict}>{t(point.fits ? "found.fits" : "found.fits_not")}</span>{" "}
              {point.text}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
