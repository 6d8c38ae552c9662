import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OutboxRow } from "@/bindings";
import { type CommandError, useCommand } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { Kbd } from "@/shared/Kbd";
import { useSession } from "@/shared/session";
import { useShortcuts } from "@/shared/shortcuts";
import { errorToast, toast, undoToast } from "@/shared/toast";
import classes from "./mailings.module.css";

/** What a person may decide about a message where it stands. */
export function MessageActions({ row }: { row: OutboxRow }) {
  const { t } = useTranslation("mailings");
  const { can } = useSession();
  const does = useDecisions(row);
  const [asking, setAsking] = useState(false);
  const manage = can("mailings.manage");
  const doubtful = manage && row.state === "in_doubt";
  const mayRetry = manage && ["queued", "failed", "cancelled"].includes(row.state);
  const mayCancel = manage && ["queued", "claimed", "failed"].includes(row.state);
  useShortcuts(t("title"), [
    { keys: "r", label: t("actions.retry"), run: does.retry, enabled: mayRetry },
    { keys: "x", label: t("actions.cancel"), run: does.cancel, enabled: mayCancel },
    { keys: "m", label: t("actions.mark_sent"), run: () => does.settle("sent"), enabled: doubtful },
    { keys: "r", label: t("actions.send_again"), run: () => setAsking(true), enabled: doubtful },
  ]);
  if (!doubtful && !mayRetry && !mayCancel) return null;
  return (
    <div className={classes.actions}>
      {doubtful ? (
        <>
          <Button
            variant="filled"
            loading={does.pending}
            onClick={() => does.settle("sent")}
            rightSection={<Kbd onAccent>M</Kbd>}
          >
            {t("actions.mark_sent")}
          </Button>
          <Button disabled={does.pending} onClick={() => setAsking(true)} rightSection={<Kbd>R</Kbd>}>
            {t("actions.send_again")}
          </Button>
        </>
      ) : null}
      {mayRetry ? (
        <Button loading={does.pending} onClick={does.retry} rightSection={<Kbd>R</Kbd>}>
          {t(row.state === "queued" ? "actions.try_now" : "actions.retry")}
        </Button>
      ) : null}
      {mayCancel ? (
        <Button disabled={does.pending} onClick={does.cancel} rightSection={<Kbd>X</Kbd>}>
          {t(row.state === "failed" ? "actions.dismiss" : "actions.cancel")}
        </Button>
      ) : null}
      <Modal opened={asking} onClose={() => setAsking(false)} title={t("again.title")} centered>
        <Stack gap={12}>
          <div>{t("again.text", { address: row.recipient_address })}</div>
          <Group gap={8} justify="flex-end">
            <Button onClick={() => setAsking(false)}>{t("again.back")}</Button>
            <Button
              variant="filled"
              data-autofocus
              onClick={() => {
                setAsking(false);
                does.settle("send_again");
              }}
            >
              {t("actions.send_again")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </div>
  );
}

function useDecisions(row: OutboxRow) {
  const { t } = useTranslation("mailings");
  const words = useErrorText();
  const retry = useCommand("mailings.retry");
  const cancel = useCommand("mailings.cancel");
  const settle = useCommand("mailings.settle");
  const onError = (error: CommandError) =>
    errorToast(error.issues[0] ? words.issue(error.issues[0], "mailings.settle") : words.text(error));
  const tryAgain = (message: string) =>
    retry.mutate({ id: row.id }, { onSuccess: () => toast(message), onError });
  return {
    pending: retry.isPending || cancel.isPending || settle.isPending,
    retry: () => tryAgain(t("done.retry")),
    cancel: () =>
      cancel.mutate(
        { id: row.id },
        {
          onSuccess: () => undoToast(t("done.cancel"), () => tryAgain(t("done.retry"))),
          onError,
        },
      ),
    settle: (decision: "sent" | "send_again") =>
      settle.mutate({ id: row.id, decision }, { onSuccess: () => toast(t(`done.${decision}`)), onError }),
  };
}
