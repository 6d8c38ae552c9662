// Onde ficam os dados: the place of the base, opening another one, and the move from a file to a server.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RelocationStanding } from "@/bindings";
import { SetupAssistant } from "@/features/setup";
import { useCommandQuery } from "@/ipc";
import { Card, Page, PageHeader, StateView } from "@/shared";
import { Done } from "./Done";
import { MoveForm } from "./MoveForm";
import { Moving } from "./Moving";
import classes from "./Relocation.module.css";

/** How often a move under way is looked at. */
const LOOK_AGAIN_MS = 400;

export default function RelocationPage() {
  const { t } = useTranslation("relocation");
  const [moving, setMoving] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const query = useCommandQuery(
    "relocation.standing",
    {},
    { staleTime: 0, refetchInterval: moving ? LOOK_AGAIN_MS : undefined },
  );
  const standing = query.data;
  const under = standing !== undefined && standing.progress !== null;
  if (under !== moving) setMoving(under);
  if (choosing) return <SetupAssistant onBack={() => setChoosing(false)} />;
  return (
    <Page header={<PageHeader title={t("nav")} hint={t("hint")} />}>
      {standing ? (
        <div className={classes.stack}>
          {standing.done ? null : <Where standing={standing} onOther={() => setChoosing(true)} />}
          {standing.progress ? (
            <Moving progress={standing.progress} />
          ) : standing.done ? (
            <Done done={standing.done} />
          ) : standing.is_file ? (
            <MoveForm failed={standing.failed} onBegun={() => void query.refetch()} />
          ) : null}
        </div>
      ) : query.error ? (
        <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </Page>
  );
}

function Where({ standing, onOther }: { standing: RelocationStanding; onOther: () => void }) {
  const { t } = useTranslation("relocation");
  return (
    <Card title={t("where.title")}>
      <p className={classes.text}>{t(standing.is_file ? "where.file" : "where.server")}</p>
      <p className={classes.where}>{standing.place}</p>
      <p className={classes.text}>{t("where.version", { version: standing.schema_version })}</p>
      <p className={classes.text}>{t(standing.given ? "where.given" : "where.other_text")}</p>
      {standing.given ? null : (
        <Button size="xs" disabled={standing.progress !== null} onClick={onOther}>
          {t("where.other")}
        </Button>
      )}
    </Card>
  );
}
