import { Checkbox, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SavedView } from "@/bindings";
import { type CommandForm, Form, useCommandForm } from "@/shared/form";
import { useSession } from "@/shared/session";
import { toast } from "@/shared/toast";
import type { Views } from "./useViews";

export interface ViewFormProps {
  views: Views;
  /** The view to rename or share; none saves what the list shows as a new one. */
  view: SavedView | null;
  onCancel: () => void;
  onDone: (view: SavedView) => void;
}

/** A view's name, and who sees it. */
export function ViewForm(props: ViewFormProps) {
  return props.view ? <ChangedView {...props} view={props.view} /> : <AddedView {...props} />;
}

function AddedView({ views, onCancel, onDone }: ViewFormProps) {
  const { t } = useTranslation("views");
  const form = useCommandForm("views.create", {
    initialValues: { name: "", shared: false },
    toRequest: (values) => ({ list: views.list, content: views.current, ...values }),
    onSuccess: (view) => {
      toast(t("saved", { name: view.name }));
      onDone(view);
    },
  });
  return <Fields form={form} wasShared={false} onCancel={onCancel} />;
}

function valuesOf({ version, name, shared, content }: SavedView) {
  return { version, name, shared, content };
}

function ChangedView({ view, onCancel, onDone }: ViewFormProps & { view: SavedView }) {
  const { t } = useTranslation("views");
  const form = useCommandForm("views.save", {
    initialValues: valuesOf(view),
    // What the view shows is not changed here: another's stays.
    merge: {
      theirs: valuesOf as (current: never) => ReturnType<typeof valuesOf>,
      fields: [
        { name: "name", label: t("name") },
        { name: "shared", label: t("share") },
      ],
    },
    toRequest: (values) => ({ id: view.id, ...values }),
    onSuccess: (saved) => {
      toast(t("saved", { name: saved.name }));
      onDone(saved);
    },
  });
  return <Fields form={form} wasShared={view.shared} onCancel={onCancel} />;
}

interface FieldsProps<V extends object> {
  form: CommandForm<V>;
  wasShared: boolean;
  onCancel: () => void;
}

function Fields<V extends { name: string; shared: boolean }>({ form, wasShared, onCancel }: FieldsProps<V>) {
  const { t } = useTranslation("views");
  const { can } = useSession();
  return (
    <Form form={form} submitLabel={t("submit")} onCancel={onCancel}>
      <TextInput label={t("name")} data-autofocus {...form.field("name")} />
      <Checkbox
        label={t("share")}
        description={t(can("views.share") || wasShared ? "share_text" : "share_refused")}
        disabled={!can("views.share") && !wasShared}
        checked={form.values.shared}
        onChange={(event) => form.set("shared", event.currentTarget.checked)}
      />
    </Form>
  );
}
