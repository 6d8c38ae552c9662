// On whose word a ficha is changed: what a third party says of who the customer is waits for the holder (CUS-9).
import { SegmentedControl, SimpleGrid, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Asker, AskerKind, CustomerInput } from "@/bindings";
import type { CommandForm } from "@/shared/form/useCommandForm";
import classes from "./AskedBy.module.css";

/** A ficha being corrected, and on whose word. */
export type Edited = CustomerInput & { asked_by: Asker };

export const holder: Asker = { kind: "holder", name: "", relation: "" };

const KINDS: AskerKind[] = ["holder", "third_party"];

export function AskedBy({ form }: { form: CommandForm<Edited> }) {
  const { t } = useTranslation("customers");
  const third = form.values.asked_by.kind === "third_party";
  const email = form.start.contact_points.find((point) => point.kind === "email");
  return (
    <fieldset className={classes.asked}>
      <div className={classes.row}>
        <legend>{t("asked_by.title")}</legend>
        <SegmentedControl
          size="xs"
          aria-label={t("asked_by.title")}
          data={KINDS.map((value) => ({ value, label: t(`asked_by.${value}`) }))}
          {...form.field("asked_by.kind")}
        />
      </div>
      {third ? (
        <>
          <SimpleGrid cols={2} spacing={12}>
            <TextInput label={t("asked_by.name")} withAsterisk {...form.field("asked_by.name")} />
            <TextInput
              label={t("asked_by.relation")}
              placeholder={t("asked_by.relation_hint")}
              withAsterisk
              {...form.field("asked_by.relation")}
            />
          </SimpleGrid>
          <p className={classes.hint}>
            {t("asked_by.waits")}{" "}
            {email ? t("asked_by.copy", { address: email.value }) : t("asked_by.no_email")}
          </p>
        </>
      ) : null}
    </fieldset>
  );
}
