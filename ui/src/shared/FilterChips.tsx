// FilterChips: choices that read as a sentence. One choice, or several with `multiple`.
//   <FilterChips label={t("filter")} value={state} onChange={setState}
//     options={[{ value: "open", label: t("open"), count: 11 }]} />
import { useTranslation } from "react-i18next";
import classes from "./FilterChips.module.css";
import { count as figure } from "./format";

export interface ChipOption<V extends string> {
  value: V;
  label: string;
  count?: number;
}

interface Base<V extends string> {
  /** What is filtered, read aloud by screen readers. */
  label: string;
  options: ChipOption<V>[];
}

export type FilterChipsProps<V extends string> = Base<V> &
  (
    | { multiple?: false; value: V | null; onChange: (value: V | null) => void; required?: boolean }
    | { multiple: true; value: V[]; onChange: (value: V[]) => void }
  );

export function FilterChips<V extends string>(props: FilterChipsProps<V>) {
  const isOn = (value: V) => (props.multiple ? props.value.includes(value) : props.value === value);
  const press = (value: V) => {
    if (props.multiple) {
      props.onChange(isOn(value) ? props.value.filter((other) => other !== value) : [...props.value, value]);
    } else if (!isOn(value)) props.onChange(value);
    else if (!props.required) props.onChange(null);
  };
  return (
    <fieldset className={classes.chips}>
      <legend className="rg-hidden">{props.label}</legend>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={isOn(option.value)}
          className={classes.chip}
          onClick={() => press(option.value)}
        >
          {option.label}
          {option.count === undefined ? null : <span>{figure(option.count)}</span>}
        </button>
      ))}
    </fieldset>
  );
}

/** An active filter with its value and a way to take it away: `vence até 30/11 ×`. */
export function ActiveFilter({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation("shared");
  return (
    <button
      type="button"
      className={classes.chip}
      data-on
      onClick={onRemove}
      aria-label={t("filter.remove", { filter: text })}
    >
      {text}
      <span aria-hidden>{"×"}</span>
    </button>
  );
}
