// An approval that asks something first: a ficha with this document exists, or checks failed.
import { Button, Checkbox, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationDetail } from "@/bindings";
import { count as figure } from "@/shared/format";
import { Kbd, keysText } from "@/shared/Kbd";
import { useShortcuts } from "@/shared/shortcuts";
import { Leave } from "./DecisionBar";
import classes from "./Review.module.css";

interface JoinPanelProps {
  detail: RegistrationDetail;
  failed: number;
  onApprove: (customer: string | null, take: string[]) => void;
  onLeave: () => void;
}

const parts = ["name", "mother_name", "birth_date", "contacts", "address"] as const;

export function JoinPanel({ detail, failed, onApprove, onLeave }: JoinPanelProps) {
  const { t } = useTranslation("registrations");
  const known = detail.same_document;
  const person = detail.registration.content.kind === "person";
  const [ficha, setFicha] = useState(known[0]?.id ?? null);
  const [take, setTake] = useState<string[]>(["contacts", "address"]);
  const send = () => onApprove(ficha, ficha === null ? [] : take);
  useShortcuts(t("actions.approve"), [
    { keys: "mod+enter", label: t("actions.approve_now"), run: send },
    { keys: "enter", label: t("actions.approve_now"), run: send },
  ]);
  return (
    <section className={classes.join} aria-label={t("join.title")}>
      <h3>{known.length > 0 ? t("join.title") : t("join.failed_title")}</h3>
      {failed > 0 ? <p>{t("join.failed", { count: failed })}</p> : null}
      {known.length > 0 ? (
        <div className={classes.columns}>
          <Radio.Group label={t("join.which")} value={ficha ?? ""} onChange={setFicha}>
            <Stack gap={8}>
              {known.map((customer) => (
                <Radio
                  key={customer.id}
                  value={customer.id}
                  label={t("suspects.who", { name: customer.name, code: figure(customer.code) })}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Checkbox.Group label={t("join.take")} value={take} onChange={setTake}>
            <Stack gap={8}>
              {parts
                .filter((part) => person || (part !== "mother_name" && part !== "birth_date"))
                .map((part) => (
                  <Checkbox key={part} value={part} label={t(`join.parts.${part}`)} />
                ))}
            </Stack>
          </Checkbox.Group>
        </div>
      ) : null}
      <div className={classes.buttons}>
        <Button variant="filled" onClick={send} rightSection={<Kbd onAccent>{keysText("enter")}</Kbd>}>
          {known.length > 0 ? t("actions.approve_join") : t("actions.approve_now")}
        </Button>
        <Leave onLeave={onLeave} />
      </div>
    </section>
  );
}
