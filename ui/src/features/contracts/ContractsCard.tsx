// The contracts of a ficha, for those who may suspend, resume, change and end them.
import { Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContractDetail, ContractStatus } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, Tag, type TagKind } from "@/shared";
import { date, money } from "@/shared/format";
import { ChangeForm, StatusForm } from "./ContractForms";
import classes from "./Contracts.module.css";

const kinds: Record<ContractStatus, TagKind> = { active: "good", suspended: "today", ended: "closed" };

type Doing = ContractStatus | "change" | null;

export default function ContractsCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation("contracts");
  const query = useCommandQuery("contracts.of_customer", { id: customerId });
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <Card title={t("title")}>
      <ul className={classes.list}>
        {query.data.map((contract) => (
          <One key={contract.id} contract={contract} onStale={() => void query.refetch()} />
        ))}
      </ul>
    </Card>
  );
}

function One({ contract, onStale }: { contract: ContractDetail; onStale: () => void }) {
  const { t } = useTranslation("contracts");
  const [doing, setDoing] = useState<Doing>(null);
  const done = () => setDoing(null);
  const { status } = contract;
  const actions: Exclude<Doing, null>[] =
    status === "ended"
      ? []
      : status === "active"
        ? ["change", "suspended", "ended"]
        : ["change", "active", "ended"];
  return (
    <li>
      <div className={classes.head}>
        <strong className={classes.plan}>{contract.plan}</strong>
        <Tag kind={kinds[status]}>{t(`statuses.${status}`)}</Tag>
        {actions.length > 0 && doing === null ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="xs" variant="subtle" aria-label={t("actions", { plan: contract.plan })}>
                <IconDots size={16} stroke={1.5} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {actions.map((action) => (
                <Menu.Item key={action} onClick={() => setDoing(action)}>
                  {t(`do.${action}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      <div className={classes.dim}>
        {[
          t("monthly", { amount: money(contract.monthly_cents) }),
          contract.due_day ? t("due_day", { day: contract.due_day }) : "",
          contract.signed_on ? t("signed", { on: date(contract.signed_on) }) : "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
      {doing === "change" ? <ChangeForm contract={contract} onDone={done} onStale={onStale} /> : null}
      {doing !== null && doing !== "change" ? (
        <StatusForm contract={contract} to={doing} onDone={done} onStale={onStale} />
      ) : null}
    </li>
  );
}
