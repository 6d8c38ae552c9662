// A one-time password: told this once, copied with one click, and what happens with it.
import { Alert, Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyValue } from "@/shared/CopyValue";
import classes from "./Access.module.css";

export interface OnceShownProps {
  name: string;
  username: string;
  password: string;
  onDone: () => void;
}

export function OnceShown({ name, username, password, onDone }: OnceShownProps) {
  const { t } = useTranslation("access");
  return (
    <div className={classes.stack}>
      <Alert color="green" variant="light" icon={<IconKey size={18} />} title={t("once.title", { name })}>
        {t("once.text", { name })}
      </Alert>
      <dl className={classes.once}>
        <dt>{t("username")}</dt>
        <dd>
          <CopyValue value={username}>{username}</CopyValue>
        </dd>
        <dt>{t("once.password")}</dt>
        <dd className={classes.secret}>
          <CopyValue value={password}>
            <span data-testid="one-time-password">{password}</span>
          </CopyValue>
        </dd>
      </dl>
      <div>
        <Button variant="filled" data-autofocus onClick={onDone}>
          {t("once.done")}
        </Button>
      </div>
    </div>
  );
}
