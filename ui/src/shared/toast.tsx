// Toasts: what was done, with a way back. Almost everything can be undone.
//   undoToast(t("customer.archived"), () => restore.mutate({ id }));   toast(t("saved"));
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18n from "i18next";

/** Says what was done. */
export function toast(message: string): void {
  notifications.show({ message, autoClose: 6000 });
}

/** Says what went wrong; stays until it is closed. */
export function errorToast(message: string): void {
  notifications.show({ message, color: "red", autoClose: false, role: "alert" });
}

/** Says what was done and offers to undo it for eight seconds. */
export function undoToast(message: string, undo: () => void): void {
  const id = crypto.randomUUID();
  const press = () => {
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    autoClose: 8000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <span>{message}</span>
        <Button size="xs" variant="subtle" onClick={press}>
          {i18n.t("shared:actions.undo")}
        </Button>
      </Group>
    ),
  });
}
