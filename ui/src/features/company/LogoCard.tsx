// The logo: shown on white paper as documents will carry it. The application checks
// the file again; what it refuses is told here.
import { Button, FileButton } from "@mantine/core";
import { IconPhoto, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand, useCommandQuery } from "@/ipc";
import { Card, StateView, toast, undoToast, useErrorText } from "@/shared";
import classes from "./Company.module.css";
import { toBase64 } from "./toBase64";

/** Larger files are not even read. The application's own limit is 512 KiB. */
const LARGEST_BYTES = 8 * 1024 * 1024;

export function LogoCard() {
  const { t } = useTranslation("company");
  const words = useErrorText();
  const query = useCommandQuery("company.logo", {});
  const save = useCommand("company.save_logo");
  const [tooLarge, setTooLarge] = useState(false);
  const before = query.data?.image_base64 ?? null;
  const keep = async (image_base64: string | null) => save.mutateAsync({ image_base64, mime_type: null });

  const choose = async (file: File | null | undefined) => {
    if (!file) return;
    setTooLarge(file.size > LARGEST_BYTES);
    if (file.size > LARGEST_BYTES) return;
    await keep(await toBase64(file)).then(
      () => toast(t("logo.saved")),
      () => {},
    );
  };
  const remove = async () => {
    await keep(null).then(
      () => undoToast(t("logo.removed"), () => void keep(before)),
      () => {},
    );
  };
  if (query.data === undefined) {
    return (
      <Card title={t("logo.title")}>
        {query.error ? (
          <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <StateView kind="loading" />
        )}
      </Card>
    );
  }
  const [issue] = save.error?.issues ?? [];
  const refusal = tooLarge
    ? t("issues.file_too_large")
    : issue
      ? words.issue(issue, "company.save_logo")
      : save.error
        ? words.text(save.error)
        : "";
  return (
    <Card title={t("logo.title")}>
      <div className={classes.sheet}>
        {before === null ? (
          <span className={classes.none}>{t("logo.none")}</span>
        ) : (
          <img src={`data:${query.data.mime_type};base64,${before}`} alt={t("logo.alt")} />
        )}
      </div>
      <div className={classes.actions}>
        <FileButton accept="image/png,image/jpeg" onChange={(file) => void choose(file)}>
          {(props) => (
            <Button {...props} leftSection={<IconPhoto size={15} />} loading={save.isPending}>
              {t(before === null ? "logo.choose" : "logo.replace")}
            </Button>
          )}
        </FileButton>
        {before === null ? null : (
          <Button variant="subtle" color="gray" leftSection={<IconTrash size={15} />} onClick={remove}>
            {t("logo.remove")}
          </Button>
        )}
      </div>
      {refusal ? (
        <p role="alert" className={classes.wrong}>
          {refusal}
        </p>
      ) : null}
      <p className={classes.dim}>{t("logo.hint")}</p>
    </Card>
  );
}
