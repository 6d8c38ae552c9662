import { Button, Drawer } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OutboxAttachment } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { count } from "@/shared/format";
import { StateView } from "@/shared/StateView";
import classes from "./mailings.module.css";

const PdfPreview = lazy(() => import("@/shared/PdfPreview").then((part) => ({ default: part.PdfPreview })));

/** The files of a message as they were sent; a PDF opens beside it. */
export function Attachments({ files }: { files: OutboxAttachment[] }) {
  const { t } = useTranslation("mailings");
  const [open, setOpen] = useState<OutboxAttachment | null>(null);
  if (files.length === 0) return null;
  return (
    <>
      <ul className={classes.files} aria-label={t("files")}>
        {files.map((file) => (
          <li key={file.id}>
            <Button
              size="xs"
              leftSection={<IconPaperclip size={14} stroke={1.5} aria-hidden />}
              disabled={file.mime_type !== "application/pdf"}
              onClick={() => setOpen(file)}
            >
              {t("file", { name: file.file_name, size: count(Math.max(1, Math.round(file.bytes / 1024))) })}
            </Button>
          </li>
        ))}
      </ul>
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open?.file_name}
        size={760}
        keepMounted={false}
      >
        {open ? <Pdf file={open} /> : null}
      </Drawer>
    </>
  );
}

function Pdf({ file }: { file: OutboxAttachment }) {
  const query = useCommandQuery("mailings.attachment", { id: file.id });
  const bytes = useMemo(
    () =>
      query.data ? Uint8Array.from(atob(query.data.content_base64), (letter) => letter.charCodeAt(0)) : null,
    [query.data],
  );
  if (query.error) return <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Suspense fallback={<StateView kind="loading" />}>
      <PdfPreview bytes={bytes} label={file.file_name} />
    </Suspense>
  );
}
