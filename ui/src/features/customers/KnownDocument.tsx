// A document that another ficha has: whose it is, and the second step to save it all the same (DUP-1).
import { Alert, Button, Group } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CommandForm } from "@/shared/form/useCommandForm";
import { useGo } from "@/shared/nav";
import classes from "./SimilarNote.module.css";

/** The fichas that were seen and accepted, for the request. */
export function useAccepted() {
  return useRef<string[]>([]);
}

interface KnownDocumentProps<V extends object> {
  form: CommandForm<V>;
  accepted: ReturnType<typeof useAccepted>;
}

export function KnownDocument<V extends object>({ form, accepted }: KnownDocumentProps<V>) {
  const { t } = useTranslation("customers");
  const go = useGo();
  const known = (form.error?.issues ?? [])
    .filter((issue) => issue.code === "document_known")
    .map(({ params }) => ({ id: `${params?.id}`, name: `${params?.code} ${params?.name}` }));
  // Once another document is typed, the refusal is about nothing any more.
  if (known.length === 0 || form.form.errors.document === undefined) return null;
  const save = () => {
    accepted.current = known.map((ficha) => ficha.id);
    void form.submit();
  };
  return (
    <Alert
      role="alert"
      variant="light"
      color="amber"
      icon={<IconUsers size={16} aria-hidden />}
      title={t("known.title", { count: known.length })}
    >
      <ul className={classes.list}>
        {known.map(({ id, name }) => (
          <li key={id}>
            <Group justify="space-between" gap={8}>
              <span>{name}</span>
              <Button size="xs" onClick={() => go(`/customers/${id}`)}>
                {t("known.open")}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <Group gap={8} mt={8}>
        <span>{t("known.text")}</span>
        <Button size="xs" loading={form.pending} onClick={save}>
          {t("known.save")}
        </Button>
      </Group>
    </Alert>
  );
}
