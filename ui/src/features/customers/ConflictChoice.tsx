import { Button, Group, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AddressInput, ContactInput, CustomerInput } from "@/bindings";
import { type CommandError, useCommandQuery } from "@/ipc";
import { cep, date, dateTime, phone, taxDocument } from "@/shared/format";
import { Tag } from "@/shared/Tag";
import classes from "./ConflictChoice.module.css";
import { differences, type InputField, merged } from "./input";

export interface ConflictChoiceProps {
  error: CommandError;
  /** What both began from. */
  base: CustomerInput;
  /** As typed here. */
  mine: CustomerInput;
  /** The chosen values, and the other's version they are built on. */
  onMerged: (values: CustomerInput, theirs: CustomerInput, version: number) => void;
}

/** Both versions field by field; nothing typed is lost, and nothing of the other's is overwritten unseen. */
export function ConflictChoice({ error, base, mine, onMerged }: ConflictChoiceProps) {
  const { t } = useTranslation("customers");
  const current = error.params.current as { version: number; input: CustomerInput };
  const found = differences(base, mine, current.input);
  const [chosen, setChosen] = useState<Partial<Record<InputField, "mine" | "theirs">>>(() =>
    Object.fromEntries(found.map(({ field, proposed }) => [field, proposed])),
  );
  const all = (side: "mine" | "theirs") => Object.fromEntries(found.map(({ field }) => [field, side]));
  const show = useFieldText();
  const by = String(error.params.by);
  return (
    <Stack gap={12}>
      <p className={classes.lead}>{t("conflict.text", { by, at: dateTime(String(error.params.at)) })}</p>
      <div className={classes.head} aria-hidden>
        <span>{t("conflict.mine")}</span>
        <span>{t("conflict.theirs", { by })}</span>
      </div>
      {found.map(({ field, disputed }) => (
        <Radio.Group
          key={field}
          label={
            <span className={classes.label}>
              {t(`fields.${field}`)}
              {disputed ? <Tag kind="today">{t("conflict.both")}</Tag> : null}
            </span>
          }
          value={chosen[field]}
          onChange={(side) => setChosen({ ...chosen, [field]: side as "mine" | "theirs" })}
        >
          <div className={classes.pair}>
            <Radio.Card value="mine" className={classes.side}>
              {show(field, mine)}
            </Radio.Card>
            <Radio.Card value="theirs" className={classes.side}>
              {show(field, current.input)}
            </Radio.Card>
          </div>
        </Radio.Group>
      ))}
      <Group>
        <Button
          variant="filled"
          onClick={() => onMerged(merged(mine, current.input, chosen), current.input, current.version)}
        >
          {t("conflict.continue")}
        </Button>
        <Button onClick={() => setChosen(all("mine"))}>{t("conflict.all_mine")}</Button>
        <Button onClick={() => setChosen(all("theirs"))}>{t("conflict.all_theirs")}</Button>
      </Group>
    </Stack>
  );
}

/** A field's value as people read it. */
function useFieldText(): (field: InputField, input: CustomerInput) => string {
  const { t } = useTranslation("customers");
  const colleagues = useCommandQuery("access.colleagues", {}).data ?? [];
  return (field, input) => {
    const none = t("fields.empty");
    switch (field) {
      case "kind":
        return t(`kinds.${input.kind}`);
      case "segment":
        return t(`segments.${input.segment}`);
      case "document":
        return taxDocument(input.document) || none;
      case "birth_date":
        return date(input.birth_date) || none;
      case "responsible_id":
        return colleagues.find((person) => person.id === input.responsible_id)?.name ?? t("fields.nobody");
      case "contact_points":
        return input.contact_points.map(contactText).join("\n") || none;
      case "addresses":
        return input.addresses.map(addressText).join("\n") || none;
      default:
        return String(input[field] ?? "") || none;
    }
  };
}

function contactText(contact: ContactInput): string {
  const value = contact.kind === "email" ? contact.value : phone(contact.value);
  return contact.label ? `${value} · ${contact.label}` : value;
}

function addressText(address: AddressInput): string {
  const street = [address.street, address.number, address.complement].filter(Boolean).join(", ");
  const city = [address.city, address.uf].filter(Boolean).join("/");
  return [street, address.district, city, cep(address.cep)].filter(Boolean).join(" · ");
}
