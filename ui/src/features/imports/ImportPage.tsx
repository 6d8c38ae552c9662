// Import of customers and products: choose a file, see what was recognised, check every line, then import.
import { Button, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportSummary, ImportTarget } from "@/bindings";
import {
  Page,
  PageHeader,
  PrimaryAction,
  StateView,
  useGo,
  useRouteQuery,
  useSession,
  useShortcuts,
} from "@/shared";
import { count } from "@/shared/format";
import { pickFile } from "@/shell";
import { ChooseFile } from "./ChooseFile";
import { FileFound } from "./FileFound";
import classes from "./Imports.module.css";
import { Outcome } from "./Outcome";
import { PastImports } from "./PastImports";
import { permissionFor, TARGETS } from "./targets";
import { useDroppedFile } from "./useDroppedFile";
import { type Import, useImport } from "./useImport";

export default function ImportPage() {
  const { t } = useTranslation("imports");
  const { can, user } = useSession();
  const allowed = TARGETS.filter((target) => can(permissionFor[target]));
  const asked = useRouteQuery("target");
  const wanted = allowed.find((target) => target === asked) ?? null;
  const first = allowed[0];
  if (!user || !first) {
    return (
      <Page header={<PageHeader title={t("title")} />}>
        <StateView kind={user ? "forbidden" : "loading"} />
      </Page>
    );
  }
  return <Wizard key={asked} user={user.id} asked={wanted} allowed={allowed} />;
}

interface WizardProps {
  user: string;
  asked: ImportTarget | null;
  allowed: ImportTarget[];
}

function Wizard({ user, asked, allowed }: WizardProps) {
  const { t } = useTranslation("imports");
  const work = useImport(user, asked, allowed[0] ?? "customers");
  const pick = async () => {
    const file = await pickFile(t("choose.title"), "table");
    if (file) work.look(file);
  };
  const over = useDroppedFile(work.look);
  const next = useNextStep(work, () => void pick());
  useShortcuts(t("title"), [
    { keys: "mod+o", label: t("choose.pick"), run: () => void pick(), enabled: !work.running },
    { keys: "mod+enter", label: next?.label ?? "", run: () => next?.run(), enabled: next?.keys === "Ctrl ↵" },
  ]);
  return (
    <Page
      header={
        <PageHeader
          title={t("title")}
          primary={
            <>
              {work.chosen && !work.running ? (
                <Button onClick={work.startOver}>{t("found.other")}</Button>
              ) : null}
              {next ? (
                <PrimaryAction
                  label={next.label}
                  keys={next.keys}
                  onClick={next.run}
                  disabled={next.disabled}
                  loading={work.starting || work.looking}
                />
              ) : null}
            </>
          }
        >
          {allowed.length > 1 ? (
            <SegmentedControl
              aria-label={t("target.label")}
              data={allowed.map((value) => ({ value, label: t(`target.${value}`) }))}
              value={work.target}
              onChange={(value) => work.turnTo(value as ImportTarget)}
              disabled={work.running}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className={classes.steps}>
        {work.chosen ? null : <ChooseFile work={work} over={over} />}
        <Outcome work={work} />
        {work.chosen && !(work.isImport && !work.running) ? null : <PastImports target={work.target} />}
        {work.chosen ? <FileFound key={work.chosen.found.source.sha256} work={work} /> : null}
      </div>
    </Page>
  );
}

interface NextStep {
  label: string;
  keys: string;
  run: () => void;
  disabled?: boolean;
}

/** The one thing to do now; nothing while a job runs. */
function useNextStep(work: Import, pick: () => void): NextStep | null {
  const { t } = useTranslation("imports");
  const go = useGo();
  const { job, chosen } = work;
  if (!chosen) return { label: t("choose.pick"), keys: "Ctrl O", run: pick };
  if (work.running) return null;
  if (job === undefined || job.state === "failed" || (job.state === "cancelled" && !work.isImport)) {
    return { label: t("found.check"), keys: "Ctrl ↵", run: work.check, disabled: work.missing.length > 0 };
  }
  const summary = job.result as ImportSummary;
  const fresh = summary.created + summary.updated;
  if (work.isImport || fresh === 0) {
    return {
      label: t(`checked.list_${work.target}`),
      keys: "Ctrl ↵",
      run: () => go(`/${work.target}`),
    };
  }
  return {
    label: t("checked.import", { count: fresh, figure: count(fresh) }),
    keys: "Ctrl ↵",
    run: work.run,
  };
}
