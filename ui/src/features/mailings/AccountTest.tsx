import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailTestResult } from "@/bindings";
import { Card } from "@/shared/Card";
import { Form, useCommandForm } from "@/shared/form";
import { recall, remember } from "@/shared/storage";
import { Tag } from "@/shared/Tag";
import classes from "./mailings.module.css";

/** "Enviar um teste para mim": goes out at once through the saved account, and shows the server's words. */
export function AccountTest({ ready }: { ready: boolean }) {
  const { t } = useTranslation("mailings");
  const [result, setResult] = useState<MailTestResult | null>(null);
  const form = useCommandForm("mailings.send_test", {
    initialValues: { recipient_address: recall("mailings.test", "") },
    onSuccess: (answer, values) => {
      remember("mailings.test", values.recipient_address);
      setResult(answer);
    },
  });
  return (
    <Card title={t("test.title")}>
      <Form form={form} submitLabel={t("test.submit")} disabled={!ready}>
        <TextInput
          label={t("test.address")}
          description={ready ? t("test.hint") : t("test.save_first")}
          {...form.field("recipient_address")}
        />
      </Form>
      {result ? (
        <output className={classes.answer}>
          <div>
            <Tag kind={result.accepted ? "good" : "overdue"}>
              {t(result.accepted ? "test.accepted" : "test.refused")}
            </Tag>
          </div>
          <pre className={classes.words}>{result.words}</pre>
        </output>
      ) : null}
    </Card>
  );
}
