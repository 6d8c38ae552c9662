// Going back to a copy: what it holds, what would be lost, and the word that cannot be taken back by itself.
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CopyAbout } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { StateView, toast, useErrorText } from "@/shared";
import { FormErrors } from "@/shared/form/Form";
import { count, dateTime } from "@/shared/format";
import classes from "./Maintenance.module.css";

/** Asks about the copy in `file`, and restores it when the person says so; closed without a file. */
export function Restore({ file, onClose }: { file: string | null; onClose: () => void }) {
  const { t } = useTranslation("maintenance");
  return (
    <Modal opened={file !== null} onClose={onClose} title={t("restore.title")} centered size={560}>
      {file === null ? null : <Asking file={file} onClose={onClose} />}
    </Modal>
  );
}

function Asking({ file, onClose }: { file: string; onClose: () => void }) {
  const { t } = useTranslation("maintenance");
  const words = useErrorText();
  const about = useCommandQuery("maintenance.about_copy", { file }, { staleTime: 0 });
  const restore = useCommand("maintenance.restore");
  const error = about.error ?? restore.error;
  const run = () =>
    restore.mutate(
      { file },
      {
        onSuccess: (done) => {
          toast(t("restore.done", { kept: done.kept_as }));
          onClose();
        },
      },
    );
  return (
    <Stack gap={12}>
      <div className={classes.file}>{file}</div>
      {about.data ? <Loss copy={about.data} /> : null}
      {!about.data && !about.error ? <StateView kind="loading" /> : null}
      {error ? <FormErrors text={words.text(error)} /> : null}
      <Group gap={8} justify="flex-end">
        <Button onClick={onClose} disabled={restore.isPending} data-autofocus>
          {t("restore.back")}
        </Button>
        {about.data ? (
          <Button variant="filled" color="red" loading={restore.isPending} onClick={run}>
            {t("restore.do")}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

/** What going back would lose, in a sentence. */
function Loss({ copy }: { copy: CopyAbout }) {
  const { t } = useTranslation("maintenance");
  const changes = t("restore.changes", { count: copy.changes_lost });
  const what = {
    company: copy.company,
    customers: count(copy.customers),
    at: copy.last_change_at ? dateTime(copy.last_change_at) : "",
  };
  const loses = !copy.same_base || copy.changes_lost > 0;
  return (
    <>
      <div>{t(copy.last_change_at ? "restore.what" : "restore.what_empty", what)}</div>
      <Alert variant="light" color={loses ? "red" : undefined} role={loses ? "alert" : "status"}>
        {!copy.same_base
          ? t("restore.other_base", { changes })
          : copy.changes_lost > 0
            ? t("restore.lost", { changes, since: copy.lost_since ? dateTime(copy.lost_since) : "" })
            : t("restore.lost_nothing")}
      </Alert>
      <div className={classes.text}>{t("restore.after")}</div>
    </>
  );
}
