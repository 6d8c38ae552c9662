// A person's data as a whole, on the ficha: taken along as a file, or made anonymous (CUS-8).
import { Button, Drawer, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand, useCommandQuery } from "@/ipc";
import { Card, errorToast, Tag, toast, useErrorText, useSession } from "@/shared";
import { count, date, dateTime } from "@/shared/format";
import { saveFile } from "@/shell";
import { AnonymiseForm } from "./AnonymiseForm";
import classes from "./Privacy.module.css";

export default function PrivacyCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation("privacy");
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const query = useCommandQuery("privacy.standing", { customer_id: customerId });
  const done = query.data?.anonymisation ?? null;
  const mayAnonymise = can("privacy.anonymise") && query.data !== undefined && done === null;
  if (!mayAnonymise && done === null && !can("privacy.export")) return null;
  const close = () => setOpen(false);
  return (
    <Card title={t("card.title")}>
      {done ? (
        <div className={classes.done}>
          <Tag kind="closed">{t(done.completed_at ? "card.anonymous" : "card.in_part")}</Tag>
          <div className={classes.dim}>
            {t("card.by", { name: done.by_name, at: dateTime(done.at) })}{" "}
            {done.kept_until && !done.completed_at ? t("card.until", { date: date(done.kept_until) }) : ""}
          </div>
        </div>
      ) : null}
      <Group gap={6}>
        {can("privacy.export") ? <Export customerId={customerId} /> : null}
        {mayAnonymise ? (
          <Button size="xs" variant="subtle" color="red" onClick={() => setOpen(true)}>
            {t("card.anonymise")}
          </Button>
        ) : null}
      </Group>
      <Drawer opened={open} onClose={close} title={t("anonymise.title")} size={520} keepMounted={false}>
        <AnonymiseForm customerId={customerId} onDone={close} />
      </Drawer>
    </Card>
  );
}

function Export({ customerId }: { customerId: string }) {
  const { t, i18n } = useTranslation("privacy");
  const words = useErrorText();
  const write = useCommand("privacy.export");
  const start = async () => {
    const file = await saveFile(t("export.title"), "table", t("export.file_name"));
    if (!file) return;
    const language = i18n.language.startsWith("pt") ? "portuguese" : "english";
    write.mutate(
      { customer_id: customerId, file, language },
      {
        onSuccess: ({ rows }) => toast(t("export.done", { count: rows, figure: count(rows) })),
        onError: (error) => {
          const [issue] = error.issues;
          errorToast(issue ? words.issue(issue, "privacy.export") : words.text(error));
        },
      },
    );
  };
  return (
    <Button size="xs" loading={write.isPending} onClick={() => void start()}>
      {t("card.export")}
    </Button>
  );
}
