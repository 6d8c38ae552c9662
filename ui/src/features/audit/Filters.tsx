// What narrows the list: a sentence of choices. A record is chosen by coming from it.
import { Button, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { DateField } from "@/shared/form";
import classes from "./Audit.module.css";
import type { Narrowed } from "./useAudit";

interface FiltersProps {
  value: Narrowed;
  onChange: (change: Partial<Narrowed>) => void;
}

export function Filters({ value, onChange }: FiltersProps) {
  const { t } = useTranslation("audit");
  const people = useCommandQuery("access.colleagues", {}, { staleTime: 60_000 });
  const kinds = Object.entries(t("entities", { returnObjects: true }) as Record<string, string>)
    .map(([key, label]) => ({ value: key, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <div className={classes.filters}>
      <Select
        label={t("filters.person")}
        placeholder={t("filters.everybody")}
        searchable
        clearable
        data={(people.data ?? []).map((person) => ({ value: person.id, label: person.name }))}
        value={value.actor_id}
        onChange={(actor_id) => onChange({ actor_id })}
      />
      <Select
        label={t("filters.kind")}
        placeholder={t("filters.every_kind")}
        searchable
        clearable
        data={kinds}
        value={value.entity || null}
        onChange={(entity) => onChange({ entity: entity ?? "", entity_id: "" })}
      />
      <DateField label={t("filters.from")} value={value.from} onChange={(from) => onChange({ from })} />
      <DateField label={t("filters.to")} value={value.to} onChange={(to) => onChange({ to })} />
      {value.entity_id ? (
        <Button onClick={() => onChange({ entity_id: "" })}>{t("filters.every_record")}</Button>
      ) : null}
      {value.command ? (
        <Button onClick={() => onChange({ command: "" })}>{t("filters.every_command")}</Button>
      ) : null}
    </div>
  );
}
