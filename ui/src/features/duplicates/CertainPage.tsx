// Mesclar de uma vez: the groups that are certain enough and conflict in nothing, looked through and merged (DUP-9).
import { Button, Checkbox, Progress } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CertainGroup, CertainGroups, CertainSummary, UndoMergesSummary } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import {
  Card,
  Page,
  PageHeader,
  PrimaryAction,
  RouterLink,
  StateView,
  useErrorText,
  useGo,
  useShortcuts,
} from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count } from "@/shared/format";
import { useJob } from "@/shared/useJob";
import classes from "./Duplicates.module.css";
import { chance } from "./evidence";
import { RowCounts } from "./RowCounts";
import { Threshold } from "./Threshold";

export default function CertainPage() {
  const { t } = useTranslation("duplicates");
  const go = useGo();
  const query = useCommandQuery("duplicates.certain", {}, { keepPrevious: true });
  const [without, setWithout] = useState<string[]>([]);
  const work = useWork();
  const found = query.data;
  const chosen = (found?.groups ?? []).filter((group) => !without.includes(group.id));
  const may = chosen.length > 0 && !work.busy;
  const run = () => work.merge(chosen);
  const back = () => go("/duplicates");
  useShortcuts(t("certain.title"), [
    { keys: "mod+enter", label: t("certain.merge", { count: chosen.length }), run, enabled: may },
    { keys: "u", label: t("certain.back"), run: back },
  ]);
  if (found === undefined) {
    return query.error ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  const header = (
    <PageHeader
      title={t("certain.title")}
      hint={
        found.settings.automatic_ppm === null
          ? null
          : t("certain.candidates", { count: found.candidates, figure: count(found.candidates) })
      }
      primary={
        <>
          <Button onClick={back}>{t("certain.back")}</Button>
          <PrimaryAction
            label={t("certain.merge", { count: chosen.length })}
            keys="Ctrl ↵"
            disabled={!may}
            loading={work.starting}
            onClick={run}
          />
        </>
      }
    />
  );
  return (
    <Page header={header}>
      <div className={classes.stack}>
        <p className={classes.dim}>{t("certain.text")}</p>
        <Threshold settings={found.settings} />
        <Work work={work} />
        <Groups
          found={found}
          without={without}
          onTick={(id, kept) =>
            setWithout((known) => (kept ? known.filter((one) => one !== id) : [...known, id]))
          }
          onTickAll={(kept) => setWithout(kept ? [] : found.groups.map((group) => group.id))}
        />
      </div>
    </Page>
  );
}

/** Merging what was ticked, and taking that back: jobs one after the other. */
function useWork() {
  const begin = useCommand("duplicates.merge_certain");
  const takeBack = useCommand("duplicates.undo_merges");
  const stop = useCommand("jobs.cancel");
  const [undoing, setUndoing] = useState(false);
  const merging = useJob(begin.data?.id);
  const undone = useJob(undoing ? takeBack.data?.id : undefined);
  const job = undoing ? undone : merging;
  const summary = merging?.ended_at ? (merging.result as CertainSummary | null) : null;
  return {
    busy: begin.isPending || takeBack.isPending || (job !== undefined && job.ended_at === null),
    starting: begin.isPending,
    error: begin.error ?? takeBack.error,
    job,
    summary,
    undone: undone?.ended_at ? (undone.result as UndoMergesSummary | null) : null,
    merge: (groups: CertainGroup[]) => {
      setUndoing(false);
      takeBack.reset();
      begin.mutate({ groups: groups.map(({ id, records }) => ({ id, records })) });
    },
    undo: () => {
      setUndoing(true);
      takeBack.mutate({ ids: summary?.merged ?? [] });
    },
    stop: () => job && stop.mutate({ id: job.id }),
  };
}

/** How far the work is, and what came of it. */
function Work({ work }: { work: ReturnType<typeof useWork> }) {
  const { t } = useTranslation("duplicates");
  const words = useErrorText();
  const { job, summary, undone } = work;
  if (work.error) return <FormErrors text={words.text(work.error)} />;
  if (!job) return null;
  if (job.ended_at === null) {
    const total = job.total ?? 0;
    return (
      <Card>
        <div className={classes.row}>
          <span role="status">{t("certain.progress", { done: job.done, total })}</span>
          <Button size="xs" onClick={work.stop}>
            {t("scan.stop")}
          </Button>
        </div>
        <Progress value={total > 0 ? (job.done / total) * 100 : 0} aria-label={t("certain.title")} />
      </Card>
    );
  }
  if (job.state === "failed") return <FormErrors text={words.text(job.result)} />;
  const merged = summary?.merged.length ?? 0;
  return (
    <Card>
      <div role="status" className={classes.stack}>
        {undone
          ? t("certain.undone", { count: undone.undone, kept: undone.kept })
          : t("certain.done", { count: merged, left: summary?.passed_over ?? 0 })}
        <div className={classes.row}>
          {undone || merged === 0 ? null : (
            <Button size="xs" onClick={work.undo}>
              {t("certain.undo")}
            </Button>
          )}
          <RouterLink to={"/merges" as string}>{t("nav")}</RouterLink>
        </div>
      </div>
    </Card>
  );
}

interface GroupsProps {
  found: CertainGroups;
  without: string[];
  onTick: (id: string, kept: boolean) => void;
  onTickAll: (kept: boolean) => void;
}

function Groups({ found, without, onTick, onTickAll }: GroupsProps) {
  const { t } = useTranslation("duplicates");
  const { groups, conflicting, settings } = found;
  const kept = groups.filter((group) => !without.includes(group.id)).length;
  if (settings.automatic_ppm === null) {
    return <StateView kind="empty" title={t("certain.off")} description={t("certain.off_text")} />;
  }
  const left =
    conflicting > 0 ? t("certain.conflicting", { count: conflicting, figure: count(conflicting) }) : "";
  if (groups.length === 0) {
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
              <td className={classes.tick}>
                <Checkbox
                  size="xs"
                  checked={kept === groups.length}
                  indeterminate={kept > 0 && kept < groups.length}
                  onChange={(event) => onTickAll(event.currentTarget.checked)}
                  aria-label={t("certain.all")}
                />
              </td>
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
                onTick={(kept) => onTick(group.id, kept)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {left ? <p className={classes.dim}>{left}</p> : null}
    </>
  );
}

interface GroupRowProps {
  group: CertainGroup;
  kept: boolean;
  onTick: (kept: boolean) => void;
}

function GroupRow({ group, kept, onTick }: GroupRowProps) {
  const { t } = useTranslation("duplicates");
  const { survivor, others } = group;
  return (
    <tr>
      <td>
        <Checkbox
          size="xs"
          checked={kept}
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
