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
    <Modal
      opened={opened}
      onClose={() => store.set(false)}
      title={t("shortcuts.title")}
      size="md"
      closeButtonProps={{ "aria-label": t("shortcuts.close") }}
    >
      <Section title={t("shortcuts.everywhere")} items={[{ keys: "mod+k", label: t("shortcuts.search") }]} />
      {groups.map((group, at) => (
        <Section
          key={`${group.title}-${at}`}
          title={group.title}
          items={group.shortcuts.filter((shortcut) => shortcut.enabled !== false)}
        />
      ))}
    </Modal>
  );
}

function Section({ title, items }: { title: string; items: { keys: string; label: string }[] }) {
  if (items.length === 0) return null;
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
