import { Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/ipc";
import { initials } from "@/shared/format";
import { languages, setLanguage } from "@/shared/i18n";
import { useGo } from "@/shared/nav";
import { useAppStatus, useSession } from "@/shared/session";
import classes from "./Shell.module.css";
import { openShortcutHelp } from "./ShortcutHelp";

const schemes = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

/** Theme, language, shortcuts, lock and sign-out. */
export function UserMenu() {
  const { t, i18n } = useTranslation("app");
  const { user } = useSession();
  const name = user?.name ?? "";
  const letters = initials(name);
  const version = useAppStatus().data?.version;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = useGo();
  const lock = useCommand("access.lock");
  const signOut = useCommand("access.sign_out");
  const check = <IconCheck size={14} aria-hidden />;
  return (
    <Menu width={220}>
      <Menu.Target>
        <button
          type="button"
          className={classes.avatar}
          aria-label={`${letters}: ${t("user.menu", { name })}`}
        >
          {letters}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => go("/profile")}>
          {t("user.profile")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openShortcutHelp}>
          {t("user.shortcuts")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("user.theme")}</Menu.Label>
        {schemes.map(({ value, icon: Picture }) => (
          <Menu.Item
            key={value}
            closeMenuOnClick={false}
            leftSection={<Picture size={16} />}
            rightSection={colorScheme === value ? check : null}
            aria-current={colorScheme === value}
            onClick={() => setColorScheme(value)}
          >
            {t(`themes.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("user.language")}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            closeMenuOnClick={false}
            leftSection={<IconLanguage size={16} />}
            rightSection={i18n.language === language ? check : null}
            aria-current={i18n.language === language}
            onClick={() => setLanguage(language)}
          >
            {t(`languages.${language}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLock size={16} />} onClick={() => lock.mutate({})}>
          {t("user.lock")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate({})}>
          {t("user.sign_out")}
        </Menu.Item>
        {version ? <Menu.Label>{t("user.version", { version })}</Menu.Label> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
