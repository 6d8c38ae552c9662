// The very first screen: where the data are kept. Nothing is made before the person says so, and nothing typed is lost when
// they look at the other choice.
import { Alert, Button, Radio } from "@mantine/core";
import { IconDeviceDesktop, IconServer2 } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SetupStart } from "@/bindings";
import { EntranceFrame, EntranceTitle } from "@/features/access";
import { type CommandError, callSetup } from "@/ipc";
import { StateView } from "@/shared";
import { tellReady } from "@/shell";
import { FolderForm } from "./FolderForm";
import { ServerForm } from "./ServerForm";
import classes from "./Setup.module.css";

/** Asks where the data are kept, and opens what is chosen. `onBack` leads to where the person came from. */
export function SetupAssistant({ onBack }: { onBack?: () => void }) {
  const { t } = useTranslation("setup");
  const start = useQuery<SetupStart, CommandError>({
    queryKey: ["setup.start"],
    queryFn: () => callSetup("start", {}),
    staleTime: 0,
  });
  const known = start.data !== undefined || start.isError;
  useEffect(() => {
    if (known) tellReady();
  }, [known]);
  return (
    <EntranceFrame foot={<span>{t("later")}</span>} wide>
      {start.data ? (
        <Choice start={start.data} onBack={onBack} />
      ) : start.error ? (
        <StateView kind="error" error={start.error} onRetry={() => void start.refetch()} />
      ) : (
        <StateView kind="loading" />
      )}
    </EntranceFrame>
  );
}

type Kind = "file" | "server";

function Choice({ start, onBack }: { start: SetupStart; onBack?: () => void }) {
  const { t } = useTranslation("setup");
  const [kind, setKind] = useState<Kind>(start.chosen?.kind ?? "file");
  const client = useQueryClient();
  const open = async () => {
    await callSetup("open", {});
    // What another base had said is nobody's any more.
    await client.resetQueries();
  };
  if (start.given) return <Given onBack={onBack} />;
  return (
    <>
      <EntranceTitle title={t("title")} text={t("text")} />
      <Radio.Group value={kind} onChange={(value) => setKind(value as Kind)} aria-label={t("title")}>
        <div className={classes.choices}>
          <ChoiceCard kind="file" icon={<IconDeviceDesktop size={20} stroke={1.5} aria-hidden />} />
          <ChoiceCard kind="server" icon={<IconServer2 size={20} stroke={1.5} aria-hidden />} />
        </div>
      </Radio.Group>
      {/* Both stay, so that what was typed in one is there when the person comes back from the other. */}
      <div hidden={kind !== "file"}>
        <FolderForm folder={start.folder} onChosen={open} onBack={onBack} />
      </div>
      <div hidden={kind !== "server"}>
        <ServerForm start={start} onChosen={open} onBack={onBack} />
      </div>
    </>
  );
}

function ChoiceCard({ kind, icon }: { kind: Kind; icon: ReactNode }) {
  const { t } = useTranslation("setup");
  return (
    <Radio.Card value={kind} className={classes.choice} aria-label={t(`choices.${kind}.title`)}>
      <span className={classes.choiceIcon}>{icon}</span>
      <span>
        <span className={classes.choiceTitle}>{t(`choices.${kind}.title`)}</span>
        <span className={classes.choiceText}>{t(`choices.${kind}.text`)}</span>
      </span>
      <Radio.Indicator />
    </Radio.Card>
  );
}

/** Started with an address: there is nothing to choose. */
function Given({ onBack }: { onBack?: () => void }) {
  const { t } = useTranslation("setup");
  return (
    <>
      <EntranceTitle title={t("title")} />
      <Alert variant="light" role="status" mb={12}>
        {t("given")}
      </Alert>
      {onBack ? <Button onClick={onBack}>{t("back")}</Button> : null}
    </>
  );
}
