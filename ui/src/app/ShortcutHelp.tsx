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
        <Section key={title} title={title} items={byLabel(items)} />
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

interface Action {
  label: string;
  keys: string[];
}

/** What several keys do is named once. */
function byLabel(lines: Line[]): Action[] {
  const actions = new Map<string, string[]>();
  for (const { label, keys } of lines) actions.set(label, [...(actions.get(label) ?? []), keys]);
  return [...actions].map(([label, keys]) => ({ label, keys }));
}

function Section({ title, items }: { title: string; items: Action[] }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.list}>
        {items.map((item) => (
          <div key={item.label} className={classes.line}>
            <dt>{item.label}</dt>
            <dd>
              {item.keys.map((keys) => (
                <Kbd key={keys}>{keysText(keys)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
