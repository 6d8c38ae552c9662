import { Button, Drawer, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconLayoutList } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SavedView } from "@/bindings";
import { useCommand } from "@/ipc";
import { useErrorText } from "@/shared/errors";
import { useShortcuts } from "@/shared/shortcuts";
import { errorToast, toast, undoToast } from "@/shared/toast";
import type { Views } from "./useViews";
import classes from "./ViewBar.module.css";
import { ViewForm } from "./ViewForm";

/** Beside a list's title: which view is shown, the others, and what can be done with them. V opens it. */
export function ViewBar({ views }: { views: Views }) {
  const { t } = useTranslation("views");
  const [open, setOpen] = useState(false);
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const change = useViewChanges(views);
  const { selected, changed } = views;
  useShortcuts(t("title"), [{ keys: "v", label: t("open"), run: () => setOpen(true) }]);
  return (
    <div className={classes.bar}>
      <Menu opened={open} onChange={setOpen} position="bottom-start" width={340}>
        <Menu.Target>
          <Button
            size="xs"
            variant="subtle"
            aria-label={t("shown", { name: selected?.name ?? t("all") })}
            leftSection={<IconLayoutList size={14} stroke={1.5} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            <span className={classes.name}>{selected?.name ?? t("all")}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.list}>
            <Choice chosen={selected === null} onClick={() => views.show(null)} label={t("all")} />
            <Group views={views} label={t("mine")} keep={(view) => view.mine && !view.shared} />
            <Group views={views} label={t("shared")} keep={(view) => view.shared} />
          </div>
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming("new")}>{t("save_new")}</Menu.Item>
          {selected ? (
            <Menu.Item onClick={() => change.start(selected)}>
              {t(selected.starts ? "start.off" : "start.on")}
            </Menu.Item>
          ) : null}
          {selected?.may_change ? (
            <>
              <Menu.Item onClick={() => setNaming("rename")}>{t("edit")}</Menu.Item>
              <Menu.Item className={classes.remove} onClick={() => change.remove(selected)}>
                {t("remove")}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {changed && selected?.may_change ? (
        <Button size="xs" onClick={() => change.save(selected)}>
          {t("save")}
        </Button>
      ) : null}
      {changed ? (
        <Button size="xs" variant="subtle" onClick={() => setNaming("new")}>
          {t("save_new")}
        </Button>
      ) : null}
      <Drawer
        opened={naming !== null}
        onClose={() => setNaming(null)}
        title={t(naming === "rename" ? "edit" : "new")}
        size={420}
        keepMounted={false}
      >
        <ViewForm
          views={views}
          view={naming === "rename" ? selected : null}
          onCancel={() => setNaming(null)}
          onDone={(view) => {
            setNaming(null);
            views.select(view);
          }}
        />
      </Drawer>
    </div>
  );
}

function Group({ views, label, keep }: { views: Views; label: string; keep: (view: SavedView) => boolean }) {
  const { t } = useTranslation("views");
  const kept = views.views.filter(keep);
  if (kept.length === 0) return null;
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {kept.map((view) => (
        <Choice
          key={view.id}
          chosen={views.selected?.id === view.id}
          label={view.name}
          hint={view.starts ? t("start.mark") : view.mine ? "" : view.owner_name}
          onClick={() => views.show(view)}
        />
      ))}
    </>
  );
}

interface ChoiceProps {
  chosen: boolean;
  label: string;
  hint?: string;
  onClick: () => void;
}

function Choice({ chosen, label, hint, onClick }: ChoiceProps) {
  return (
    <Menu.Item
      onClick={onClick}
      aria-current={chosen || undefined}
      leftSection={
        <span className={classes.check}>{chosen ? <IconCheck size={14} aria-hidden /> : null}</span>
      }
    >
      <span className={classes.item}>
        <span className={classes.name}>{label}</span>
        {hint ? <span className={classes.owner}>{hint}</span> : null}
      </span>
    </Menu.Item>
  );
}

/** What is done with a view that exists, each said with a way back where there is one. */
function useViewChanges(views: Views) {
  const { t } = useTranslation("views");
  const { text } = useErrorText();
  const save = useCommand("views.save");
  const remove = useCommand("views.remove");
  const restore = useCommand("views.restore");
  const start = useCommand("views.set_start");
  const onError = (error: unknown) => errorToast(text(error));
  return {
    save: ({ id, version, name, shared }: SavedView) =>
      save.mutate(
        { id, version, name, shared, content: views.current },
        { onSuccess: () => toast(t("saved", { name })), onError },
      ),
    remove: (view: SavedView) =>
      remove.mutate(
        { id: view.id, version: view.version },
        {
          onSuccess: (removed) => {
            views.show(null);
            undoToast(t("removed", { name: view.name }), () =>
              restore.mutate({ id: removed.id, version: removed.version }, { onError }),
            );
          },
          onError,
        },
      ),
    start: (view: SavedView) =>
      start.mutate(
        { list: views.list, id: view.starts ? null : view.id },
        {
          onSuccess: () => toast(t(view.starts ? "start.none" : "start.done", { name: view.name })),
          onError,
        },
      ),
  };
}
