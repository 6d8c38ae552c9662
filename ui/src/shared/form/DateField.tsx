// DateField: a date typed as dd/mm/aaaa (or 25112026, or 25/11) or chosen in the calendar.
// `<DateField label={t("due_on")} value={iso} onChange={setIso} />` with value `YYYY-MM-DD` or null.
import { ActionIcon, Popover, TextInput, type TextInputProps } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { date, today } from "@/shared/format";

/** The date typed, null for empty text, undefined for what is not a date. A missing year is this one. */
export function parseDate(text: string, now: string = today()): string | null | undefined {
  const bare = text.trim();
  if (bare === "") return null;
  const match =
    /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(bare) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(bare);
  if (match === null) return undefined;
  const [, day = "", month = "", year = now.slice(0, 4)] = match;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? iso : undefined;
}

export interface DateFieldProps extends Omit<TextInputProps, "value" | "defaultValue" | "onChange"> {
  value?: string | null;
  onChange?: (iso: string | null) => void;
  minDate?: string;
  maxDate?: string;
}

export function DateField({ value, onChange, minDate, maxDate, onBlur, error, ...rest }: DateFieldProps) {
  const { t } = useTranslation("shared");
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState(false);
  const wrong = typed !== null && parseDate(typed) === undefined;
  const choose = (iso: string | null) => {
    setTyped(null);
    setOpen(false);
    onChange?.(iso);
  };
  const calendar = (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end" returnFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={t("date.open")}
          disabled={rest.disabled === true || rest.readOnly === true}
          onClick={() => setOpen(!open)}
        >
          <IconCalendar size={16} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          size="xs"
          value={value ?? null}
          defaultDate={value ?? today()}
          minDate={minDate}
          maxDate={maxDate}
          onChange={choose}
        />
      </Popover.Dropdown>
    </Popover>
  );
  return (
    <TextInput
      placeholder={t("date.placeholder")}
      inputMode="numeric"
      {...rest}
      rightSection={calendar}
      error={wrong && left ? t("date.wrong") : error}
      value={typed ?? date(value)}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" && event.altKey) setOpen(true);
      }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        setLeft(false);
        const iso = parseDate(text);
        if (iso !== undefined && (iso === null || text.length >= 6)) onChange?.(iso);
      }}
      onBlur={(event) => {
        const iso = typed === null ? undefined : parseDate(typed);
        if (iso !== undefined) choose(iso);
        setLeft(true);
        onBlur?.(event);
      }}
    />
  );
}
