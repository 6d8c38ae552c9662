// DecimalInput and its two usual forms: MoneyInput (whole cents) and QuantityInput (thousandths).
// `<MoneyInput label={t("price")} value={cents} onChange={setCents} />`
// What is typed stays as typed until the field is left; what is not a number stays too, marked.
import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { scaled } from "@/shared/format";
import { parseDecimal } from "./decimal";

export interface DecimalInputProps extends Omit<TextInputProps, "value" | "defaultValue" | "onChange"> {
  /** Whole units of 10^-scale; null when empty. */
  value?: number | null;
  onChange?: (units: number | null) => void;
  /** Digits after the decimal mark. */
  scale: number;
  /** Leaves out zeros at the end when shown. */
  trim?: boolean;
}

export function DecimalInput({
  value,
  onChange,
  scale,
  trim,
  onBlur,
  onFocus,
  error,
  ...rest
}: DecimalInputProps) {
  const { t } = useTranslation("shared");
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null || value === undefined ? "" : scaled(value, scale, trim);
  const wrong = typed !== null && parseDecimal(typed, scale) === undefined;
  return (
    <TextInput
      inputMode="decimal"
      {...rest}
      styles={{ input: { textAlign: "right" } }}
      error={wrong ? t("decimal.wrong") : error}
      value={typed ?? shown}
      onFocus={(event) => {
        event.currentTarget.select();
        onFocus?.(event);
      }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const units = parseDecimal(text, scale);
        if (units !== undefined) onChange?.(units);
      }}
      onBlur={(event) => {
        if (!wrong) setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}

type Fixed = Omit<DecimalInputProps, "scale" | "trim">;

/** Money in whole cents. */
export function MoneyInput(props: Fixed) {
  return <DecimalInput leftSection={<span aria-hidden>{"R$"}</span>} {...props} scale={2} />;
}

/** A quantity in thousandths: 1500 is `1,5`. */
export function QuantityInput(props: Fixed) {
  return <DecimalInput {...props} scale={3} trim />;
}

/** A percentage in hundredths of a per cent: 431 is `4,31`. */
export function PercentInput(props: Fixed) {
  return <DecimalInput rightSection={<span aria-hidden>{"%"}</span>} {...props} scale={2} trim />;
}
