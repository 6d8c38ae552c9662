// The looks and runs of late, the newest first.
import { useTranslation } from "react-i18next";
import type { InactivityRun } from "@/bindings";
import { Card, Tag, type TagKind } from "@/shared";
import { count, dateTime } from "@/shared/format";
import { Row, Rows } from "@/shared/Rows";

const kinds: Record<InactivityRun["state"], TagKind> = {
  finding: "open",
  found: "today",
  applying: "open",
  done: "good",
  stopped: "today",
  undoing: "open",
  undone: "closed",
  replaced: "closed",
};

interface RunsProps {
  runs: InactivityRun[];
  current: string | undefined;
  onChoose: (id: string) => void;
}

export function Runs({ runs, current, onChoose }: RunsProps) {
  const { t } = useTranslation("inactivity");
  if (runs.length === 0) return null;
  return (
    <Card title={t("runs.title")}>
      <Rows>
        {runs.map((run) => (
          <Row
            key={run.id}
            current={run.id === current}
            first={dateTime(run.started_at)}
            end={<Tag kind={kinds[run.state]}>{t(`states.${run.state}`)}</Tag>}
            second={run.daily ? t("runs.daily") : run.started_by}
            secondEnd={t("runs.found", { count: run.found, figure: count(run.found) })}
            onChoose={() => onChoose(run.id)}
          />
        ))}
      </Rows>
    </Card>
  );
}
