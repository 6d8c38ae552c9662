import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Address, ContactPoint, Contract, Ficha } from "@/bindings";
import { Presence } from "@/features/presence";
import { CopyValue } from "@/shared/CopyValue";
import { cep, date, daysBetween, money, phone, taxDocument, today } from "@/shared/format";
import { Kbd } from "@/shared/Kbd";
import { RouterLink, useGo } from "@/shared/nav";
import { useSession } from "@/shared/session";
import { Tag } from "@/shared/Tag";
import { fichaActions } from "./extensions";
import classes from "./Identity.module.css";
import { customerSince } from "./since";

interface IdentityProps {
  ficha: Ficha;
  /** The person is changing it in this window. */
  editing: boolean;
  /** Absent for those who may not. */
  onEdit?: () => void;
  onStatus?: () => void;
}

/** Who the customer is and how to reach them; every value is copied with a click. */
export function Identity({ ficha, editing, onEdit, onStatus }: IdentityProps) {
  const { t } = useTranslation("customers");
  const { customer } = ficha;
  return (
    <section className={classes.column} aria-label={t("ficha.identity")}>
      <RouterLink to="/customers" className={classes.back}>
        <IconArrowLeft size={14} stroke={1.5} aria-hidden />
        {t("nav")}
      </RouterLink>
      <h1 className={classes.name}>{customer.name}</h1>
      {customer.trade_name ? <div className={classes.trade}>{customer.trade_name}</div> : null}
      <div className={classes.numbers}>
        {customer.document ? (
          <CopyValue value={taxDocument(customer.document)}>{taxDocument(customer.document)}</CopyValue>
        ) : (
          t("ficha.no_document")
        )}
        <span aria-hidden>{"·"}</span>
        <CopyValue value={String(customer.code)}>{t("ficha.code", { code: customer.code })}</CopyValue>
      </div>
      <div className={classes.tags}>
        <Tag kind={customer.status === "active" ? "good" : "closed"}>{t(`statuses.${customer.status}`)}</Tag>
        <Tag kind="closed">{t(`segments.${customer.segment}`)}</Tag>
        <Tag kind="sure">
          {t("ficha.since", { year: customerSince(ficha.contracts, customer.created_at) })}
        </Tag>
      </div>
      <Presence kind="customer" id={customer.id} editing={editing} />
      {customer.status === "inactive" && customer.status_reason ? (
        <p className={classes.reason}>{t("ficha.inactive_reason", { reason: customer.status_reason })}</p>
      ) : null}
      <dl className={classes.facts}>
        <Fact label={t("fields.contact_name")}>{customer.contact_name}</Fact>
        <Contacts points={ficha.contact_points} />
        <Addresses addresses={ficha.addresses} />
        <Fact label={t("fields.birth_date")}>
          {customer.birth_date ? <Birth born={customer.birth_date} /> : ""}
        </Fact>
        <Fact label={t("fields.mother_name")}>{customer.mother_name}</Fact>
        <Contracts contracts={ficha.contracts} />
        <Fact label={t("fields.responsible")}>{ficha.responsible_name}</Fact>
      </dl>
      <Actions
        customerId={customer.id}
        onEdit={onEdit}
        onStatus={onStatus}
        active={customer.status === "active"}
      />
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Contacts({ points }: { points: ContactPoint[] }) {
  const { t } = useTranslation("customers");
  return points.map((point) => {
    const text = point.kind === "email" ? point.value : phone(point.value);
    const label = t(`contact_kinds.${point.kind}`);
    return (
      <Fact key={point.id} label={point.label ? `${label} · ${point.label}` : label}>
        <CopyValue value={text}>{text}</CopyValue>
      </Fact>
    );
  });
}

function Addresses({ addresses }: { addresses: Address[] }) {
  const { t } = useTranslation("customers");
  return addresses.map((address) => {
    const street = [address.street, address.number, address.complement].filter(Boolean).join(", ");
    const rest = [address.district, `${address.city}/${address.uf}`, cep(address.cep)]
      .filter(Boolean)
      .join(" · ");
    return (
      <Fact key={address.id} label={t("fields.address")}>
        <CopyValue value={`${street}, ${rest}`}>
          {street}
          <br />
          {rest}
        </CopyValue>
      </Fact>
    );
  });
}

function Birth({ born }: { born: string }) {
  const { t } = useTranslation("customers");
  const years = Math.floor(daysBetween(born, today()) / 365.2425);
  return (
    <>
      {date(born)} <span className={classes.dim}>{t("ficha.age", { count: years })}</span>
    </>
  );
}

function Contracts({ contracts }: { contracts: Contract[] }) {
  const { t } = useTranslation("customers");
  if (contracts.length === 0) return null;
  return (
    <Fact label={t("fields.contract")}>
      {contracts.map((contract) => (
        <div key={contract.id}>
          {contract.plan} {"·"} {money(contract.monthly_cents)}
          {contract.due_day ? (
            <span className={classes.dim}> {t("ficha.due_day", { day: contract.due_day })}</span>
          ) : null}{" "}
          {contract.status === "active" ? null : (
            <Tag kind="closed">{t(`contract_statuses.${contract.status}`)}</Tag>
          )}
        </div>
      ))}
    </Fact>
  );
}

function Actions(props: { customerId: string; active: boolean; onEdit?: () => void; onStatus?: () => void }) {
  const { t } = useTranslation("customers");
  const { can } = useSession();
  const go = useGo();
  return (
    <div className={classes.actions}>
      {fichaActions
        .filter((action) => can(action.permission))
        .map((action) => (
          <Button key={action.id} onClick={() => go(action.path(props.customerId))}>
            {t(action.labelKey)}
          </Button>
        ))}
      {props.onEdit ? (
        <Button onClick={props.onEdit} rightSection={<Kbd>{"E"}</Kbd>}>
          {t("edit.action")}
        </Button>
      ) : null}
      {props.onStatus ? (
        <Button variant="subtle" color="gray" onClick={props.onStatus}>
          {t(props.active ? "status.active.action" : "status.inactive.action")}
        </Button>
      ) : null}
    </div>
  );
}
