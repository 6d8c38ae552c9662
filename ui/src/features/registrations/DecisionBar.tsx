// The bar at the bottom: one decision, its keys printed on the buttons.
import { Button, Menu, Textarea } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RegistrationDetail } from "@/bindings";
import { useCommand, useCommandQuery } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { time } from "@/shared/format";
import { Kbd, keysText } from "@/shared/Kbd";
import { useSession } from "@/shared/session";
import { useShortcuts } from "@/shared/shortcuts";
import { errorToast, toast } from "@/shared/toast";
import { useDraft } from "@/shared/useDraft";
import classes from "./Review.module.css";

/** What is being written: an approval that asks something, the reasons of a return, or a refusal. */
export type Panel = "approve" | "return" | "deny" | null;

export interface DecisionBarProps {
  detail: RegistrationDetail;
  open: boolean;
  panel: Panel;
  onPanel: (panel: Panel) => void;
  onApprove: () => void;
  onReturn: () => void;
  canReturn: boolean;
  onDeny: (reason: string) => void;
}

export function DecisionBar(props: DecisionBarProps) {
  const { t } = useTranslation("registrations");
  const { open, panel, onPanel } = props;
  const idle = panel === null;
  useShortcuts(t("review.title"), [
    { keys: "a", label: t("actions.approve"), run: props.onApprove, enabled: open && idle },
    { keys: "d", label: t("actions.return"), run: () => onPanel("return"), enabled: open && idle },
    { keys: "n", label: t("actions.deny"), run: () => onPanel("deny"), enabled: open && idle },
    { keys: "escape", label: t("actions.back"), run: () => onPanel(null), enabled: !idle },
    {
      keys: "mod+enter",
      label: t("actions.send_back"),
      run: props.onReturn,
      enabled: panel === "return" && props.canReturn,
    },
  ]);
  if (panel === "approve") return null;
  if (panel === "deny") return <DenyPanel {...props} />;
  if (panel === "return") return <ReturnBar {...props} />;
  return (
    <footer className={classes.bottom}>
      {open ? <Decisions {...props} /> : <Closed detail={props.detail} />}
      <span className={classes.keys}>
        <Kbd>{keysText("j")}</Kbd> <Kbd>{keysText("k")}</Kbd> {t("keys.both")} <Kbd>{keysText("?")}</Kbd>{" "}
        {t("keys.all")}
      </span>
    </footer>
  );
}

function Decisions({ detail, onApprove, onPanel }: DecisionBarProps) {
  const { t } = useTranslation("registrations");
  return (
    <>
      <Button variant="filled" onClick={onApprove} rightSection={<Kbd onAccent>{keysText("a")}</Kbd>}>
        {t("actions.approve")}
      </Button>
      <Button onClick={() => onPanel("return")} rightSection={<Kbd>{keysText("d")}</Kbd>}>
        {t("actions.return")}
      </Button>
      <Button onClick={() => onPanel("deny")} rightSection={<Kbd>{keysText("n")}</Kbd>}>
        {t("actions.deny")}
      </Button>
      {detail.claimed_by_me ? <ClaimMenu detail={detail} /> : null}
    </>
  );
}

/** Putting a claimed sale back, or passing it to a colleague. */
function ClaimMenu({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  const { user } = useSession();
  const release = useCommand("registrations.release");
  const handOver = useCommand("registrations.hand_over");
  const people = useCommandQuery("access.colleagues", { permission: "registrations.review" });
  const words = useErrorText();
  const id = detail.registration.id;
  const refuse = { onError: (error: unknown) => errorToast(words.text(error)) };
  return (
    <Menu>
      <Menu.Target>
        <Button variant="subtle" rightSection={<IconChevronDown size={14} />}>
          {t("actions.more")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        <Menu.Item onClick={() => release.mutate({ id }, refuse)}>{t("actions.release")}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("actions.hand_over")}</Menu.Label>
        {(people.data ?? [])
          .filter((person) => person.id !== user?.id)
          .map((person) => (
            <Menu.Item
              key={person.id}
              onClick={() =>
                handOver.mutate(
                  { id, to: person.id },
                  { ...refuse, onSuccess: () => toast(t("done.handed_over", { name: person.name })) },
                )
              }
            >
              {person.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Why nothing can be decided here, and a supervisor's way to free a claim. */
function Closed({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation("registrations");
  const { can } = useSession();
  const release = useCommand("registrations.release");
  const sale = detail.registration;
  if (!detail.claimed_by_other) return <span className={classes.quiet}>{t(`closed.${sale.state}`)}</span>;
  return (
    <>
      <span className={classes.quiet}>
        {t("closed.claimed", { name: sale.claimed_by_name, time: time(sale.claimed_until) })}
      </span>
      {can("registrations.supervise") ? (
        <Button size="xs" loading={release.isPending} onClick={() => release.mutate({ id: sale.id })}>
          {t("actions.free")}
        </Button>
      ) : null}
    </>
  );
}

function ReturnBar({ canReturn, onReturn, onPanel }: DecisionBarProps) {
  const { t } = useTranslation("registrations");
  return (
    <footer className={classes.bottom}>
      <Button
        variant="filled"
        disabled={!canReturn}
        onClick={onReturn}
        rightSection={<Kbd onAccent={canReturn}>{keysText("mod+enter")}</Kbd>}
      >
        {t("actions.send_back")}
      </Button>
      <Leave onLeave={() => onPanel(null)} />
      <span className={classes.keys}>
        <Kbd>{keysText("arrowup")}</Kbd> <Kbd>{keysText("arrowdown")}</Kbd> {t("return.hint")}
      </span>
    </footer>
  );
}

function DenyPanel({ detail, onDeny, onPanel }: DecisionBarProps) {
  const { t } = useTranslation("registrations");
  const sale = detail.registration;
  const draft = useDraft(`deny.${sale.id}.${sale.round}`, "");
  const [tried, setTried] = useState(false);
  const send = () => {
    if (draft.value.trim() === "") return setTried(true);
    onDeny(draft.value);
  };
  useShortcuts(t("actions.deny"), [{ keys: "mod+enter", label: t("actions.deny_now"), run: send }]);
  return (
    <footer className={classes.bottom} data-tall>
      <Textarea
        data-autofocus
        autoFocus
        className={classes.grow}
        label={t("deny.label")}
        description={t("deny.hint")}
        error={tried && draft.value.trim() === "" ? t("deny.required") : undefined}
        value={draft.value}
        onChange={(event) => draft.set(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onPanel(null)}
      />
      <div className={classes.stack}>
        <Button color="red" onClick={send} rightSection={<Kbd>{keysText("mod+enter")}</Kbd>}>
          {t("actions.deny_now")}
        </Button>
        <Leave onLeave={() => onPanel(null)} />
      </div>
    </footer>
  );
}

export function Leave({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation("registrations");
  return (
    <Button variant="subtle" onClick={onLeave} rightSection={<Kbd>{keysText("escape")}</Kbd>}>
      {t("actions.back")}
    </Button>
  );
}
