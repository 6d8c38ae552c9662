// Merge: two people saved the same record. Shows what differs, lets the person choose field by field,
// and goes on from the other's version (SYS-2). What only one side changed is taken from that side.
//   <Merge error={form.error} base={loaded} mine={form.values} fields={[{ name: "city", label: t("city") }]}
//     onMerged={(values) => { form.form.setValues(values); void form.submit(); }} />
import { Alert, Button, Group, Radio } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError } from "@/ipc";
import { dateTime } from "@/shared/format";
import { Tag } from "@/shared/Tag";
import classes from "./Merge.module.css";
import { valueAt, withValue } from "./path";

export interface MergeField<V> {
  /** The field, or a path inside one: `prices.0.amount_cents`. */
  name: (keyof V & string) | `${keyof V & string}.${string}`;
  label: string;
  /** The value as people read it, also by what stands beside it; by default as text. */
  text?: (value: never, values: V) => string;
}

export interface MergeProps<V extends object> {
  error: CommandError | null;
  /** What both began from. */
  base: V;
  mine: V;
  fields: MergeField<V>[];
  /** The other's version as the form holds it; by default what the refusal carried. What it leaves out stays mine. */
  theirs?: (current: never) => Partial<V>;
  /** The chosen values, with everything else (the version above all) as the other saved it. */
  onMerged: (values: V, theirs: V) => void;
}

type Side = "mine" | "theirs";

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fields both sides have differently, each with the side that changed it (mine, when both did: disputed). */
export function differing<V extends object>(base: V, mine: V, theirs: V, names: MergeField<V>["name"][]) {
  return names
    .filter((name) => !same(valueAt(mine, name), valueAt(theirs, name)))
    .map((name) => {
      const began = valueAt(base, name);
      const proposed: Side = same(valueAt(mine, name), began) ? "theirs" : "mine";
      return { name, proposed, disputed: proposed === "mine" && !same(valueAt(theirs, name), began) };
    });
}

/** A field as people read it; a yes or no is still to be worded. */
export function textOf<V>(field: MergeField<V>, values: V): string | boolean {
  const value = valueAt(values, field.name);
  if (field.text) return field.text(value as never, values);
  return typeof value === "boolean" ? value : String(value ?? "");
}

/** Words for what `textOf` gives, also for nothing. */
export function useShown(): (text: string | boolean) => string {
  const { t } = useTranslation("shared");
  return (text) =>
    typeof text === "boolean" ? t(text ? "merge.yes" : "merge.no") : text || t("merge.empty");
}

/** Nothing unless the last refusal was a conflict. */
export function Merge<V extends object>(props: MergeProps<V>) {
  if (props.error?.code !== "conflict") return null;
  return <Choice key={JSON.stringify(props.error.params)} {...props} error={props.error} />;
}

function Choice<V extends object>({
  error,
  base,
  mine,
  fields,
  theirs: read,
  onMerged,
}: MergeProps<V> & { error: CommandError }) {
  const { t } = useTranslation("shared");
  const current = error.params.current as never;
  const carried: Partial<V> = read ? read(current) : (current as V);
  const theirs: V = { ...base, ...carried };
  const found = differing(
    base,
    mine,
    theirs,
    fields.map((field) => field.name),
  );
  // What is typed on after the refusal differs too, and is one's own until chosen otherwise.
  const [chosen, setChosen] = useState<Record<string, Side>>(() =>
    Object.fromEntries(found.map(({ name, proposed }) => [name, proposed])),
  );
  const sideOf = (name: string): Side => chosen[name] ?? "mine";
  const all = (side: Side) => Object.fromEntries(found.map(({ name }) => [name, side]));
  const by = String(error.params.by);
  const shown = useShown();
  const show = (field: MergeField<V>, values: V) => shown(textOf(field, values));
  const merge = () => {
    const own = found.filter(({ name }) => sideOf(name) === "mine");
    const start: V = { ...mine, ...carried };
    onMerged(
      own.reduce((values, { name }) => withValue(values, name, valueAt(mine, name)), start),
      theirs,
    );
  };
  return (
    <Alert role="alert" color="yellow" variant="light" icon={<IconGitMerge size={18} />}>
      <div className={classes.rows}>
        <p className={classes.lead}>{t("merge.text", { by, at: dateTime(String(error.params.at)) })}</p>
        {fields
          .filter((field) => found.some(({ name }) => name === field.name))
          .map((field) => (
            <Radio.Group
              key={field.name}
              label={
                <span className={classes.label}>
                  {field.label}
                  {found.some(({ name, disputed }) => name === field.name && disputed) ? (
                    <Tag kind="today">{t("merge.both")}</Tag>
                  ) : null}
                </span>
              }
              value={sideOf(field.name)}
              onChange={(side) => setChosen({ ...chosen, [field.name]: side as Side })}
            >
              <div className={classes.pair}>
                <Radio.Card value="mine" className={classes.side}>
                  <span className={classes.who}>{t("merge.mine")}</span>
                  {show(field, mine)}
                </Radio.Card>
                <Radio.Card value="theirs" className={classes.side}>
                  <span className={classes.who}>{t("merge.theirs", { by })}</span>
                  {show(field, theirs)}
                </Radio.Card>
              </div>
            </Radio.Group>
          ))}
        <Group gap={8}>
          <Button variant="filled" onClick={merge}>
            {t("merge.save")}
          </Button>
          <Button onClick={() => setChosen(all("mine"))}>{t("merge.all_mine")}</Button>
          <Button onClick={() => setChosen(all("theirs"))}>{t("merge.all_theirs")}</Button>
        </Group>
      </div>
    </Alert>
  );
}
