import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Kbd, keysText } from "@/shared/Kbd";
import { useShortcutGroups, useShortcuts } from "@/shared/shortcuts";
import { createStore } from "./openStore";
import classes from "./ShortcutHelp.module.css";

const store = createStore(false);

/** Opens the overview of shortcuts. */
export function openShortcutHelp(): void {
  store.set(true);
}

/** The overview of what the keyboard does on this screen; `?` opens it. */
export function ShortcutHelp() {
  const { t } = useTranslation("app");
  const opened = store.use();
  const groups = useShortcutGroups();
  useShortcuts(t("shortcuts.everywhere"), [{ keys: "?", label: t("shortcuts.help"), run: openShortcutHelp }]);
  return (
    <Modal opened={opened} onClose={() => store.set(false)} title={t("shortcuts.title")} size="md">
      {bySection(groups).map(([title, items]) => (
        <Section key={title} title={title} items={items} />
      ))}
    </Modal>
  );
}

interface Line {
  keys: string;
  label: string;
  enabled?: boolean;
}

/** What works now, under each heading once. */
function bySection(groups: { title: string; shortcuts: Line[] }[]): [string, Line[]][] {
  const sections = new Map<string, Line[]>();
  for (const { title, shortcuts } of groups) {
    const lines = shortcuts.filter((shortcut) => shortcut.enabled !== false);
    sections.set(title, [...(sections.get(title) ?? []), ...lines]);
  }
  return [...sections].filter(([, lines]) => lines.length > 0);
}

function Section({ title, items }: { title: string; items: Line[] }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.list}>
        {items.map((item) => (
          <div key={item.keys} className={classes.line}>
            <dt>{item.label}</dt>
            <dd>
              <Kbd>{keysText(item.keys)}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
