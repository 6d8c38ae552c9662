// How the places and values of an entry are written.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { titleKeys } from "@/features/customers";
import { count, date, dateTime, money, phone } from "@/shared/format";

/** Fields that hold codes and not words of people. */
const CODED =
  /(^|\.)(kind|status|state|segment|need|period|installation_period|wished_period|charge|channel|purpose|subject_kind|section)$/;
const REFERENCE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-([0-9a-f]{12})$/;

/** A place such as `addresses.0.city` as its parts; list positions count from 1. */
export function parts(field: string): { name: string; position: number | null }[] {
  const found: { name: string; position: number | null }[] = [];
  for (const part of field.split(".")) {
    const last = found[found.length - 1];
    if (/^\d+$/.test(part) && last) last.position = Number(part) + 1;
    else found.push({ name: part, position: null });
  }
  return found;
}

/** `field(place)` names a place in words. */
export function useFieldName(): (field: string) => string {
  const { t, i18n } = useTranslation("audit");
  return useCallback(
    (field) =>
      parts(field)
        .map(({ name, position }) => {
          const known = i18n.exists(`audit:fields.${name}`);
          const word = known ? t(`fields.${name}`) : name.replaceAll("_", " ");
          return position === null ? word : `${word} ${count(position)}`;
        })
        .join(" · "),
    [t, i18n],
  );
}

/** `value(place, raw)` writes a value; null is nothing. */
export function useValue(): (field: string, raw: string | null) => string {
  const { t, i18n } = useTranslation("audit");
  const title = useTitle();
  return useCallback(
    (field, raw) => {
      if (raw === null) return t("nothing");
      if (raw === "true" || raw === "false") return t(raw === "true" ? "yes" : "no");
      if (field.endsWith("_cents") && /^-?\d{1,15}$/.test(raw)) return money(Number(raw));
      if (/^\d{4}-\d{2}-\d{2}$/.test(raw)) return date(raw);
      if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(raw)) return dateTime(raw);
      if (/^\+55\d{10,11}$/.test(raw)) return phone(raw);
      if (REFERENCE.test(raw)) return t("reference", { tail: raw.slice(-6) });
      if (/(^|\.)title$/.test(field)) return title(raw);
      if (CODED.test(field) && i18n.exists(`audit:values.${raw}`)) return t(`values.${raw}`);
      return raw;
    },
    [t, i18n, title],
  );
}

/** `title(raw)` writes what a record is called: a coded title of a timeline entry in words, anything else as it is. */
export function useTitle(): (raw: string) => string {
  const { i18n } = useTranslation();
  return useCallback(
    (raw) => {
      const key = /^[a-z_]+$/.test(raw) && titleKeys(raw).find((known) => i18n.exists(known));
      return key ? i18n.t(key) : raw;
    },
    [i18n],
  );
}

/** `who(name)` names who did it: a person as they are called, a program in words. */
export function useWho(): (name: string) => string {
  const { t, i18n } = useTranslation("audit");
  return useCallback(
    (name) => (/^[a-z]+$/.test(name) && i18n.exists(`audit:programs.${name}`) ? t(`programs.${name}`) : name),
    [t, i18n],
  );
}

/** `kind(entity)` names a kind of record. */
export function useEntityName(): (entity: string) => string {
  const { t, i18n } = useTranslation("audit");
  return useCallback(
    (entity) =>
      i18n.exists(`audit:entities.${entity}`) ? t(`entities.${entity}`) : entity.replaceAll("_", " "),
    [t, i18n],
  );
}
