// One change that waits: who asked, before and after of each field, and what can be done about it.
import { Button, Drawer, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HolderChange } from "@/bindings";
import { dateTime } from "@/shared/format";
import { Answer, type AnswerKind } from "./Answer";
import classes from "./HolderChanges.module.css";
import { useSensitiveText } from "./useSensitiveText";

export function WaitingChange({ change, mayAnswer }: { change: HolderChange; mayAnswer: boolean }) {
  const { t } = useTranslation("holder_changes");
  const [open, setOpen] = useState<AnswerKind | null>(null);
  const close = () => setOpen(null);
  const copy =
    change.copy_sent_to === "" ? "copy.none" : change.copy_to_holder ? "copy.holder" : "copy.company";
  return (
    <div className={classes.change}>
      <div>
        <Fields change={change} />
        <p className={classes.second}>
          {t("asked", {
            name: change.requester_name,
            relation: change.requester_relation,
            at: dateTime(change.asked_at),
            by: change.asked_by,
          })}{" "}
          {t(copy, { address: change.copy_sent_to })}
        </p>
      </div>
      {mayAnswer ? (
        <Group gap={6} wrap="nowrap" className={classes.buttons}>
          <Button size="xs" variant="filled" onClick={() => setOpen("confirm")}>
            {t("confirm.action")}
          </Button>
          <Button size="xs" onClick={() => setOpen("refuse")}>
            {t("refuse.action")}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen("withdraw")}>
            {t("withdraw.action")}
          </Button>
        </Group>
      ) : null}
      <Drawer
        opened={open !== null}
        onClose={close}
        title={open ? t(`${open}.title`) : ""}
        keepMounted={false}
      >
        {open ? <Answer kind={open} change={change} onDone={close} /> : null}
      </Drawer>
    </div>
  );
}

/** Before and after, field by field. */
export function Fields({ change }: { change: HolderChange }) {
  const { t } = useTranslation("holder_changes");
  const show = useSensitiveText();
  return (
    <dl className={classes.fields}>
      {change.fields.map((one) => (
        <div key={one.field} className={classes.field}>
          <dt>{t(`fields.${one.field}`)}</dt>
          <dd>
            <span className={classes.before}>{show(one.field, one.before, one.before_name)}</span>
            <span aria-hidden>{" → "}</span>
            <span className={classes.hidden}>{t("becomes")}</span>
            <strong>{show(one.field, one.after, one.after_name)}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
