// What narrows the list: chips for what is asked often, and a row of fields for the rest. What the closed row holds
// stands as chips too, each with a way to take it away.
import { Button, Select, TextInput } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Missing } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { ActiveFilter, FilterChips } from "@/shared/FilterChips";
import { DateField } from "@/shared/form";
import { date } from "@/shared/format";
import { recall, remember } from "@/shared/storage";
import classes from "./CustomersPage.module.css";
import type { Filter } from "./filter";
import { UFS } from "./states";

interface FiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

const LACKS: Missing[] = ["document", "phone", "email", "city", "responsible"];

export function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("customers");
  const [more, setMore] = useState<boolean>(() => recall("customers.more_filters", false));
  const showMore = (open: boolean) => {
    setMore(open);
    remember("customers.more_filters", open);
  };
  return (
    <>
      <Chips filter={filter} onChange={onChange} />
      {more ? null : <Closed filter={filter} onChange={onChange} />}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconAdjustmentsHorizontal size={14} stroke={1.5} aria-hidden />}
        aria-expanded={more}
        onClick={() => showMore(!more)}
      >
        {t(more ? "filters.fewer" : "filters.more")}
      </Button>
      {more ? <Fields filter={filter} onChange={onChange} /> : null}
    </>
  );
}

function Chips({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("customers");
  return (
    <>
      <FilterChips
        label={t("fields.status")}
        value={filter.status}
        onChange={(status) => onChange({ ...filter, status })}
        options={(["active", "inactive"] as const).map((value) => ({ value, label: t(`statuses.${value}`) }))}
      />
      <FilterChips
        label={t("fields.kind")}
        value={filter.kind}
        onChange={(kind) => onChange({ ...filter, kind })}
        options={(["person", "company"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <FilterChips
        label={t("fields.segment")}
        value={filter.segment}
        onChange={(segment) => onChange({ ...filter, segment })}
        options={(["retail", "corporate"] as const).map((value) => ({
          value,
          label: t(`segments.${value}`),
        }))}
      />
      <FilterChips
        label={t("list.overdue")}
        value={filter.overdue ? "overdue" : null}
        onChange={(value) => onChange({ ...filter, overdue: value !== null })}
        options={[{ value: "overdue", label: t("list.overdue") }]}
      />
      <FilterChips
        label={t("fields.responsible_id")}
        value={filter.mine ? "mine" : null}
        onChange={(value) => onChange({ ...filter, mine: value !== null, responsible_id: null })}
        options={[{ value: "mine", label: t("list.mine") }]}
      />
    </>
  );
}

function usePeople() {
  const people = useCommandQuery("access.colleagues", {}, { staleTime: 60_000 });
  return (people.data ?? []).map((person) => ({ value: person.id, label: person.name }));
}

function Fields({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("customers");
  const people = usePeople();
  return (
    <div className={classes.fields}>
      <TextInput
        label={t("fields.city")}
        placeholder={t("filters.city_hint")}
        value={filter.city ?? ""}
        onChange={(event) => {
          const city = event.currentTarget.value;
          onChange({ ...filter, city: city.trim() === "" ? null : city });
        }}
      />
      <Select
        label={t("fields.uf")}
        placeholder={t("filters.any")}
        data={UFS}
        searchable
        clearable
        value={filter.uf}
        onChange={(uf) => onChange({ ...filter, uf })}
      />
      <Select
        label={t("fields.responsible")}
        placeholder={t("filters.anybody")}
        searchable
        clearable
        data={people}
        value={filter.responsible_id}
        onChange={(responsible_id) => onChange({ ...filter, responsible_id, mine: false })}
      />
      <Select
        label={t("filters.missing")}
        placeholder={t("filters.nothing")}
        clearable
        data={LACKS.map((value) => ({ value, label: t(`missing.${value}`) }))}
        value={filter.missing}
        onChange={(missing) => onChange({ ...filter, missing: missing as Missing | null })}
      />
      <DateField
        label={t("filters.changed_from")}
        value={filter.changed_from}
        onChange={(changed_from) => onChange({ ...filter, changed_from })}
      />
      <DateField
        label={t("filters.changed_to")}
        value={filter.changed_to}
        onChange={(changed_to) => onChange({ ...filter, changed_to })}
      />
    </div>
  );
}

/** What the closed row narrows by. */
function Closed({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("customers");
  const people = usePeople();
  const { city, uf, responsible_id, missing, changed_from, changed_to } = filter;
  const who = people.find((person) => person.value === responsible_id)?.label ?? "…";
  const narrowed: [keyof Filter, string | null][] = [
    ["city", city && t("filters.in_city", { city })],
    ["uf", uf],
    ["responsible_id", responsible_id && t("filters.of", { who })],
    ["missing", missing && t(`missing.${missing}`)],
    ["changed_from", changed_from && t("filters.since", { day: date(changed_from) })],
    ["changed_to", changed_to && t("filters.until", { day: date(changed_to) })],
  ];
  return narrowed.map(([name, text]) =>
    text === null ? null : (
      <ActiveFilter key={name} text={text} onRemove={() => onChange({ ...filter, [name]: null })} />
    ),
  );
}
