import { ActionIcon, Button, Group, SegmentedControl, Select, SimpleGrid, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ContactKind, CustomerInput } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { CepInput, DateField, DocumentInput, PhoneInput } from "@/shared/form";
import type { CommandForm } from "@/shared/form/useCommandForm";
import classes from "./CustomerFields.module.css";
import { emptyAddress } from "./input";
import { UFS } from "./states";

type FormProps = { form: CommandForm<CustomerInput> };

const CONTACT_KINDS: ContactKind[] = ["mobile", "whatsapp", "phone", "email"];

/** The fields of a customer, for registering and for correcting. */
export function CustomerFields({ form }: FormProps) {
  const { t } = useTranslation("customers");
  const company = form.values.kind === "company";
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t("fields.kind")}
        data={(["person", "company"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
        {...form.field("kind")}
      />
      <TextInput
        label={company ? t("fields.legal_name") : t("fields.name")}
        withAsterisk
        data-autofocus
        {...form.field("name")}
      />
      {company ? <TextInput label={t("fields.trade_name")} {...form.field("trade_name")} /> : null}
      <SimpleGrid cols={2} spacing={12} verticalSpacing={12}>
        <DocumentInput label={company ? t("fields.cnpj") : t("fields.cpf")} {...form.field("document")} />
        <Select
          label={t("fields.segment")}
          data={(["retail", "corporate"] as const).map((value) => ({
            value,
            label: t(`segments.${value}`),
          }))}
          {...form.field("segment")}
        />
        {company ? null : <BirthAndMother form={form} />}
        <TextInput label={t("fields.contact_name")} {...form.field("contact_name")} />
        <Responsible form={form} />
      </SimpleGrid>
      <Contacts form={form} />
      <Addresses form={form} />
    </>
  );
}

function BirthAndMother({ form }: FormProps) {
  const { t } = useTranslation("customers");
  const birth = form.field("birth_date");
  return (
    <>
      <DateField
        label={t("fields.birth_date")}
        {...birth}
        value={form.values.birth_date || null}
        onChange={(iso) => form.set("birth_date", iso ?? "")}
      />
      <TextInput label={t("fields.mother_name")} {...form.field("mother_name")} />
    </>
  );
}

function Responsible({ form }: FormProps) {
  const { t } = useTranslation("customers");
  const colleagues = useCommandQuery("access.colleagues", {});
  return (
    <Select
      label={t("fields.responsible")}
      placeholder={t("fields.nobody")}
      searchable
      clearable
      data={(colleagues.data ?? []).map((person) => ({ value: person.id, label: person.name }))}
      {...form.field("responsible_id")}
    />
  );
}

function Contacts({ form }: FormProps) {
  const { t } = useTranslation("customers");
  const added = useFocusOnAdded(
    form,
    (at) => `contact_points.${at}.value`,
    form.values.contact_points.length,
  );
  const add = () => {
    added();
    form.form.insertListItem("contact_points", { kind: "mobile", value: "", label: "" });
  };
  return (
    <fieldset className={classes.part}>
      <legend>{t("fields.contacts")}</legend>
      {form.values.contact_points.map((contact, at) => {
        const value = {
          "aria-label": t("fields.contact_value", { number: at + 1 }),
          ...form.field(`contact_points.${at}.value`),
        };
        return (
          <div key={at} className={classes.contact}>
            <Select
              aria-label={t("fields.contact_kind", { number: at + 1 })}
              data={CONTACT_KINDS.map((kind) => ({ value: kind, label: t(`contact_kinds.${kind}`) }))}
              {...form.field(`contact_points.${at}.kind`)}
            />
            {contact.kind === "email" ? (
              <TextInput inputMode="email" {...value} />
            ) : (
              <PhoneInput {...value} />
            )}
            <TextInput
              aria-label={t("fields.contact_label", { number: at + 1 })}
              placeholder={t("fields.contact_label_hint")}
              {...form.field(`contact_points.${at}.label`)}
            />
            <Remove
              label={t("fields.remove_contact", { number: at + 1 })}
              onClick={() => form.form.removeListItem("contact_points", at)}
            />
          </div>
        );
      })}
      <Add label={t("fields.add_contact")} onClick={add} />
    </fieldset>
  );
}

function Addresses({ form }: FormProps) {
  const { t } = useTranslation("customers");
  const added = useFocusOnAdded(form, (at) => `addresses.${at}.cep`, form.values.addresses.length);
  const add = () => {
    added();
    form.form.insertListItem("addresses", { ...emptyAddress });
  };
  return (
    <fieldset className={classes.part}>
      <legend>{t("fields.addresses")}</legend>
      {form.values.addresses.map((_, at) => (
        <div key={at} className={classes.address}>
          <CepInput label={t("fields.cep")} className={classes.cep} {...form.field(`addresses.${at}.cep`)} />
          <TextInput
            label={t("fields.street")}
            className={classes.street}
            {...form.field(`addresses.${at}.street`)}
          />
          <TextInput
            label={t("fields.number")}
            className={classes.number}
            {...form.field(`addresses.${at}.number`)}
          />
          <TextInput
            label={t("fields.complement")}
            className={classes.half}
            {...form.field(`addresses.${at}.complement`)}
          />
          <TextInput
            label={t("fields.district")}
            className={classes.half}
            {...form.field(`addresses.${at}.district`)}
          />
          <TextInput
            label={t("fields.city")}
            className={classes.city}
            {...form.field(`addresses.${at}.city`)}
          />
          <Select
            label={t("fields.uf")}
            className={classes.uf}
            data={UFS}
            searchable
            {...form.field(`addresses.${at}.uf`)}
          />
          <div className={classes.drop}>
            <Remove
              label={t("fields.remove_address", { number: at + 1 })}
              onClick={() => form.form.removeListItem("addresses", at)}
            />
          </div>
        </div>
      ))}
      <Add label={t("fields.add_address")} onClick={add} />
    </fieldset>
  );
}

/** Moves on to a line as soon as it is added, so that the keyboard goes on without the mouse. */
function useFocusOnAdded(form: CommandForm<CustomerInput>, path: (at: number) => string, length: number) {
  const awaited = useRef(false);
  useEffect(() => {
    if (!awaited.current) return;
    awaited.current = false;
    (form.form.getInputNode(path(length - 1) as never) as HTMLElement | null)?.focus();
  });
  return () => {
    awaited.current = true;
  };
}

function Add({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Group>
      <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} />} onClick={onClick}>
        {label}
      </Button>
    </Group>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon aria-label={label} title={label} size={32} onClick={onClick}>
      <IconX size={15} stroke={1.5} />
    </ActionIcon>
  );
}
