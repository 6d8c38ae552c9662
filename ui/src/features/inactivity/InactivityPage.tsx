// Inatividade: the rule by which silent customers are set aside (CUS-7), whom it would find, and the runs of late.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InactivityRun } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Page, PageHeader, PrimaryAction, SplitView, StateView, useShortcuts } from "@/shared";
import { Findings } from "./Findings";
import classes from "./Inactivity.module.css";
import { RuleCard } from "./RuleCard";
import { RunBar } from "./RunBar";
import { Runs } from "./Runs";
import { busy, useWork } from "./useWork";

export default function InactivityPage() {
  const { t } = useTranslation("inactivity");
  const rule = useCommandQuery("inactivity.rule", {});
  const runs = useCommandQuery("inactivity.runs", {});
  const work = useWork();
  const [chosen, setChosen] = useState<string>();
  const look = () => {
    setChosen(undefined);
    work.find();
  };
  const free = runs.data !== undefined && !runs.data.some(busy) && !work.running;
  useShortcuts(t("title"), [{ keys: "mod+enter", label: t("find"), run: look, enabled: free }]);
  const error = rule.error ?? runs.error;
  if (error) return <StateView kind="error" error={error} onRetry={() => void runs.refetch()} />;
  if (rule.data === undefined || runs.data === undefined) return <StateView kind="loading" />;
  const run = runs.data.find((one) => one.id === chosen) ?? runs.data[0];
  const header = (
    <PageHeader
      title={t("title")}
      primary={
        <PrimaryAction
          label={t("find")}
          keys="Ctrl ↵"
          disabled={!free}
          loading={work.starting}
          onClick={look}
        />
      }
    />
  );
  const list = (
    <div className={classes.side}>
      <RuleCard key={rule.data.version} rule={rule.data} />
      <Runs runs={runs.data} current={run?.id} onChoose={setChosen} />
    </div>
  );
  return (
    <Page flush header={header}>
      <SplitView
        id="inactivity"
        initial={400}
        min={320}
        list={list}
        detail={run ? <Run run={run} free={free} work={work} /> : <Never />}
      />
    </Page>
  );
}

function Run({ run, free, work }: { run: InactivityRun; free: boolean; work: ReturnType<typeof useWork> }) {
  return (
    <div className={classes.detail}>
      <RunBar run={run} free={free} work={work} />
      <Findings key={run.id} run={run} />
    </div>
  );
}

function Never() {
  const { t } = useTranslation("inactivity");
  return <StateView kind="empty" title={t("never")} description={t("never_text")} />;
}
