// Mesclar de uma vez: the groups that are certain enough and conflict in nothing, looked through and merged (DUP-9).
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CertainGroup, CertainGroups } from "@/bindings";
import { Card, Page, PageHeader, PrimaryAction, RouterLink, StateView, useGo, useShortcuts } from "@/shared";
import { count } from "@/shared/format";
import { CertainProgress, Runs } from "./CertainWork";
import classes from "./Duplicates.module.css";
import { chance } from "./evidence";
import { Pager } from "./Pager";
import { RowCounts } from "./RowCounts";
import { Threshold } from "./Threshold";
import { useCertain, useWork, WITHOUT_MAX } from "./useCertain";

export default function CertainPage() {
  const { t } = useTranslation("duplicates");
  const go = useGo();
  const { found, error, refetch, offset, turn } = useCertain();
  const work = useWork(found, refetch);
  const [without, setWithout] = useState<string[]>([]);
  const [asked, setAsked] = useState(false);
  const threshold = found?.settings.automatic_ppm ?? null;
  const many = Math.max(0, (found?.clean ?? 0) - without.length);
  const may = many > 0 && threshold !== null && !work.busy;
  const back = () => go("/duplicates");
  const merge = () => {
    setAsked(false);
    if (threshold !== null) work.merge(threshold, without);
  };
  const label = t("certain.merge", { count: many, figure: count(many) });
  useShortcuts(t("certain.title"), [
    { keys: "mod+enter", label, run: () => (asked ? merge() : setAsked(true)), enabled: may },
    { keys: "u", label: t("certain.back"), run: back },
  ]);
  if (found === undefined) {
    return error ? <StateView kind="error" error={error} onRetry={refetch} /> : <StateView kind="loading" />;
  }
  const hint = t("certain.candidates", { count: found.clean, figure: count(found.clean) });
  const header = (
    <PageHeader
      title={t("certain.title")}
      hint={threshold === null ? null : hint}
      primary={
        <>
          <Button onClick={back}>{t("certain.back")}</Button>
          <PrimaryAction label={label} keys="Ctrl ↵" disabled={!may} onClick={() => setAsked(true)} />
        </>
      }
    />
  );
  return (
    <Page header={header}>
      <div className={classes.stack}>
        <p className={classes.dim}>{t("certain.text")}</p>
        <Threshold settings={found.settings} />
        {asked && may ? (
          <Confirm many={many} onMerge={merge} onCancel={() => setAsked(false)} />
        ) : (
          <CertainProgress found={found} work={work} />
        )}
        <Groups
          found={found}
          offset={offset}
          onTurn={turn}
          without={without}
          onTick={(id, kept) =>
            setWithout((known) => (kept ? known.filter((one) => one !== id) : [...known, id]))
          }
        />
        <Runs runs={found.runs} work={work} />
      </div>
    </Page>
  );
}

/** What merging all of them means, once more before it begins. */
function Confirm({ many, onMerge, onCancel }: { many: number; onMerge: () => void; onCancel: () => void }) {
  const { t } = useTranslation("duplicates");
  const figures = { count: many, figure: count(many) };
  return (
    <Card tone="alert" title={t("certain.confirm_title", figures)}>
      <div className={classes.stack}>
        <span>{t("certain.confirm_text")}</span>
        <div className={classes.row}>
          <Button variant="filled" data-autofocus onClick={onMerge}>
            {t("certain.confirm", figures)}
          </Button>
          <Button onClick={onCancel}>{t("certain.not_now")}</Button>
        </div>
      </div>
    </Card>
  );
}

interface GroupsProps {
  found: CertainGroups;
  offset: number;
  onTurn: (by: 1 | -1) => void;
  without: string[];
  onTick: (id: string, kept: boolean) => void;
}

function Groups({ found, offset, onTurn, without, onTick }: GroupsProps) {
  const { t } = useTranslation("duplicates");
  const { groups, candidates, clean, settings } = found;
  if (settings.automatic_ppm === null) {
    return <StateView kind="empty" title={t("certain.off")} description={t("certain.off_text")} />;
  }
  const waiting = candidates - clean;
  const left = waiting > 0 ? t("certain.conflicting", { count: waiting, figure: count(waiting) }) : "";
  if (clean === 0) {
    return (
      <StateView kind="empty" title={t("certain.nothing")} description={left || t("certain.nothing_text")} />
    );
  }
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t("certain.title")}>
          <thead>
            <tr>
              <td className={classes.tick} />
              <th scope="col">{t("certain.stays")}</th>
              <th scope="col">{t("certain.go")}</th>
              <th scope="col" className={classes.figure}>
                {t("certain.chance")}
              </th>
              <th scope="col">{t("certain.moving")}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <GroupRow
                key={group.id}
                group={group}
                kept={!without.includes(group.id)}
                full={without.length >= WITHOUT_MAX}
                onTick={(kept) => onTick(group.id, kept)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Pager offset={offset} shown={groups.length} total={clean} onTurn={onTurn} />
      {left ? <p className={classes.dim}>{left}</p> : null}
    </>
  );
}

interface GroupRowProps {
  group: CertainGroup;
  kept: boolean;
  /** No more can be left out by name. */
  full: boolean;
  onTick: (kept: boolean) => void;
}

function GroupRow({ group, kept, full, onTick }: GroupRowProps) {
  const { t } = useTranslation("duplicates");
  const { survivor, others } = group;
  return (
    <tr>
      <td>
        <Checkbox
          size="xs"
          checked={kept}
          disabled={kept && full}
          onChange={(event) => onTick(event.currentTarget.checked)}
          aria-label={t("certain.include", { code: survivor.code, name: survivor.name })}
        />
      </td>
      <td>
        <RouterLink to={`/customers/${survivor.id}` as string}>
          {survivor.code} {survivor.name}
        </RouterLink>
      </td>
      <td>
        {others.map((ficha) => (
          <div key={ficha.id}>
            <RouterLink to={`/customers/${ficha.id}` as string}>
              {ficha.code} {ficha.name}
            </RouterLink>
          </div>
        ))}
      </td>
      <td className={classes.figure}>{chance(group.probability_ppm)}</td>
      <td>
        <RowCounts rows={group.moving} none={t("certain.nothing_moves")} />
      </td>
    </tr>
  );
}
