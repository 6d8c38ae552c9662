// Why fichas are held for one customer: field by field, how far they agree and what that weighs (DUP-2).
import { useTranslation } from "react-i18next";
import type { DuplicateGroup, SuspectPair, SuspectPart } from "@/bindings";
import { Card } from "@/shared";
import { scaled } from "@/shared/format";
import classes from "./Duplicates.module.css";
import { barLength, chance, pairsAmong } from "./evidence";

export function Why({ group, ids }: { group: DuplicateGroup; ids: string[] }) {
  const { t } = useTranslation("duplicates");
  const pairs = pairsAmong(group, ids);
  if (pairs.length === 0) return null;
  const code = (id: string) => group.fichas.find((ficha) => ficha.id === id)?.code;
  return (
    <Card title={t("why.title")}>
      <div className={classes.stack}>
        {pairs.map((pair) => (
          <Evidence
            key={`${pair.one_id}${pair.other_id}`}
            pair={pair}
            caption={t("why.pair", {
              one: code(pair.one_id),
              other: code(pair.other_id),
              chance: chance(pair.probability_ppm),
            })}
          />
        ))}
      </div>
    </Card>
  );
}

function Evidence({ pair, caption }: { pair: SuspectPair; caption: string }) {
  const { t } = useTranslation("duplicates");
  return (
    <div>
      <strong>{caption}</strong>
      <ul className={classes.why} aria-label={caption}>
        {pair.parts.map((part) => (
          <li key={part.field}>
            <span className={classes.dim}>{t(`why.fields.${part.field}` as "why.fields.name")}</span>
            <span>{t(`why.levels.${part.level}` as "why.levels.exact")}</span>
            <Weight part={part} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** To the right what speaks for one customer, to the left what speaks against it. */
function Weight({ part: { weight_tenths: weight } }: { part: SuspectPart }) {
  const { t } = useTranslation("duplicates");
  const side = weight < 0 ? "against" : "for";
  const words = t(`why.${side}`, { weight: scaled(Math.abs(weight), 1) });
  return (
    <span className={classes.bar} role="img" aria-label={words} title={words}>
      <span data-side={side} style={{ width: `${barLength(weight)}%` }} />
    </span>
  );
}
