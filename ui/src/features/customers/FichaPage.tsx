import { Button, Drawer } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ficha } from "@/bindings";
import { WaitingBanner } from "@/features/holder_changes";
import { useCommandQuery } from "@/ipc";
import { RouterLink, useGo, useRouteParam, useRouteQuery } from "@/shared/nav";
import { StateView } from "@/shared/StateView";
import { useSession } from "@/shared/session";
import { useShortcuts } from "@/shared/shortcuts";
import { EditCustomer } from "./CustomerForm";
import classes from "./FichaPage.module.css";
import { Identity } from "./Identity";
import { SideColumn } from "./SideColumn";
import { StatusChange } from "./StatusChange";
import { TimelineColumn } from "./TimelineColumn";

type Open = "edit" | "status" | null;

/** The ficha: who they are, what was said, what to know. Everything about a customer begins here. */
export default function FichaPage() {
  const { t } = useTranslation("customers");
  const id = useRouteParam("id") ?? "";
  const query = useCommandQuery("customers.ficha", { id });
  const go = useGo();
  if (query.data === undefined) {
    const gone = query.error?.code === "not_found" || query.error?.code === "invalid";
    if (gone) {
      return (
        <StateView
          kind="empty"
          title={t("ficha.gone")}
          description={t("ficha.gone_text")}
          action={<Button onClick={() => go("/customers")}>{t("ficha.to_list")}</Button>}
        />
      );
    }
    return query.error ? (
      <StateView kind="error" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <StateView kind="loading" />
    );
  }
  return <Opened key={id} ficha={query.data} onStale={() => void query.refetch()} />;
}

/** An old link leads to the ficha that stayed, which says where one came from (DUP-6). */
function useSurvivor(customer: Ficha["customer"]) {
  const go = useGo();
  const survivor = customer.merged_into;
  useEffect(() => {
    if (survivor) go(`/customers/${survivor}?from=${customer.code}`, { replace: true });
  }, [survivor, customer.code, go]);
}

function Opened({ ficha, onStale }: { ficha: Ficha; onStale: () => void }) {
  const { t } = useTranslation("customers");
  const { can } = useSession();
  const go = useGo();
  const [open, setOpen] = useState<Open>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const { customer } = ficha;
  const from = useRouteQuery("from");
  useSurvivor(customer);
  const close = () => setOpen(null);
  // A merged ficha keeps its words, but new ones belong on the one that stayed.
  const mayContact = can("customers.contact") && customer.merged_into === null;
  const mayWrite = can("customers.write") && customer.merged_into === null;
  useShortcuts(t("ficha.title"), [
    { keys: "e", label: t("edit.action"), run: () => setOpen("edit"), enabled: mayWrite },
    {
      keys: "r",
      label: t("composer.focus"),
      run: () => composer.current?.focus(),
      enabled: mayContact,
    },
    { keys: "u", label: t("ficha.to_list"), run: () => go("/customers") },
  ]);
  return (
    <div className={classes.page}>
      {customer.merged_into ? (
        <div className={classes.merged}>
          {t("ficha.merged")}{" "}
          <RouterLink to={`/customers/${customer.merged_into}`}>{t("ficha.open_survivor")}</RouterLink>
        </div>
      ) : from ? (
        <div className={classes.merged}>{t("ficha.came_from", { code: from })}</div>
      ) : null}
      <WaitingBanner customerId={customer.id} mayAnswer={mayWrite} />
      <div className={classes.columns}>
        <Identity
          ficha={ficha}
          editing={open === "edit"}
          onEdit={mayWrite ? () => setOpen("edit") : undefined}
          onStatus={mayWrite ? () => setOpen("status") : undefined}
        />
        <TimelineColumn customerId={customer.id} composer={composer} mayContact={mayContact} />
        <SideColumn ficha={ficha} />
      </div>
      <Drawer opened={open === "edit"} onClose={close} title={t("edit.title")} size={600} keepMounted={false}>
        <EditCustomer ficha={ficha} onDone={close} />
      </Drawer>
      <Drawer
        opened={open === "status"}
        onClose={close}
        title={t(`status.${customer.status}.title`)}
        keepMounted={false}
      >
        <StatusChange customer={customer} onDone={close} onStale={onStale} />
      </Drawer>
    </div>
  );
}
