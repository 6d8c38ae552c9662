import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import { Card } from "@/shared/Card";
import type { NavCount, NavEntry } from "@/shared/feature";
import { count as figure } from "@/shared/format";
import { Kbd, keysText } from "@/shared/Kbd";
import { RouterLink } from "@/shared/nav";
import { useNavigation } from "@/shared/navigation";
import { Page } from "@/shared/Page";
import { useSession } from "@/shared/session";
import classes from "./HomePage.module.css";

function partOfDay(hour: number): "morning" | "afternoon" | "evening" {
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}

/** Início: a greeting and every place the person may go, with what waits there and its keys. */
export default function HomePage() {
  const { t } = useTranslation("home");
  const { user, can } = useSession();
  const sections = useNavigation().filter((section) => section.group !== "home");
  const first = (user?.name ?? "").split(" ")[0];
  return (
    <Page>
      <h1 className={classes.greeting}>
        {t(`greeting.${partOfDay(new Date().getHours())}`, { name: first })}
      </h1>
      <p className={classes.lead}>{sections.length === 0 ? t("nothing_yet") : t("lead")}</p>
      {can("customers.read") ? <FirstSteps /> : null}
      <div className={classes.grid}>
        {sections.map((section) => (
          <Card key={section.group} title={t(`app:groups.${section.group}`)}>
            <ul className={classes.list}>
              {section.entries.map((entry) => (
                <Place key={entry.path} entry={entry} />
              ))}
            </ul>
          </Card>
        ))}
        <Card title={t("keys.title")}>
          <dl className={classes.keys}>
            <Hint keys="mod+k" text={t("keys.search")} />
            <Hint keys="?" text={t("keys.help")} />
            <Hint keys="g i" text={t("keys.home")} />
          </dl>
        </Card>
      </div>
    </Page>
  );
}

/** On a base without customers: what to begin with. */
function FirstSteps() {
  const { t } = useTranslation("home");
  const { can } = useSession();
  const { data } = useCommandQuery("customers.any", {});
  if (data?.any !== false) return null;
  const steps = [
    { to: "/customers?new=1", key: "customer", may: can("customers.write") },
    { to: "/imports?target=customers", key: "import", may: can("customers.import") },
    { to: "/people?new=1", key: "people", may: can("access.manage") },
  ].filter((step) => step.may);
  return (
    <div className={classes.first}>
      <Card title={t("first.title")}>
        <p className={classes.lead}>{t(steps.length === 0 ? "first.nothing" : "first.text")}</p>
        <ul className={classes.steps}>
          {steps.map((step) => (
            <li key={step.key}>
              <RouterLink to={step.to} className={classes.step}>
                <strong>{t(`first.${step.key}`)}</strong>
                <span className={classes.about}>{t(`first.${step.key}_text`)}</span>
              </RouterLink>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Place({ entry }: { entry: NavEntry }) {
  const { t } = useTranslation("home");
  const Picture = entry.icon;
  return (
    <li>
      <RouterLink to={entry.path} className={classes.place}>
        {Picture ? <Picture size={16} stroke={1.5} aria-hidden /> : null}
        <span className={classes.name}>{t(entry.labelKey)}</span>
        {entry.count ? <Waiting count={entry.count} /> : null}
        {entry.shortcut ? <Kbd>{keysText(entry.shortcut)}</Kbd> : null}
      </RouterLink>
    </li>
  );
}

function Waiting({ count }: { count: NavCount }) {
  const { t } = useTranslation("home");
  const { data } = useCommandQuery(count.command, count.request as never);
  const waiting = data === undefined ? 0 : count.pick(data as never);
  return waiting === 0 ? null : (
    <span className={classes.count}>{t("waiting", { count: waiting, figure: figure(waiting) })}</span>
  );
}

function Hint({ keys, text }: { keys: string; text: string }) {
  return (
    <div className={classes.hint}>
      <dt>{text}</dt>
      <dd>
        <Kbd>{keysText(keys)}</Kbd>
      </dd>
    </div>
  );
}
