import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { DatesProvider } from "@mantine/dates";
import { Notifications } from "@mantine/notifications";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { cssVariablesResolver, theme } from "@/shared/theme/theme";
import "dayjs/locale/pt-br";

/** The theme with the names of the small buttons Mantine draws by itself, in the language in use. */
function useSpokenTheme() {
  const { t } = useTranslation("shared");
  return useMemo(() => {
    const close = { defaultProps: { closeButtonProps: { "aria-label": t("actions.close") } } };
    const calendar = { defaultProps: { previousLabel: t("date.previous"), nextLabel: t("date.next") } };
    return mergeThemeOverrides(theme, {
      components: {
        Modal: close,
        Drawer: close,
        Notification: close,
        DatePicker: calendar,
        PasswordInput: {
          defaultProps: {
            visibilityToggleButtonProps: { "aria-label": t("actions.show_password"), tabIndex: 0 },
          },
        },
      },
    });
  }, [t]);
}

/** Theme, calendar language and toasts. */
export function Providers({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const spoken = useSpokenTheme();
  const locale = i18n.language === "en" ? "en" : "pt-br";
  return (
    <MantineProvider
      env={import.meta.env.MODE === "test" ? "test" : "default"}
      theme={spoken}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
    >
      <DatesProvider settings={{ locale, firstDayOfWeek: 0, weekendDays: [] }}>
        <Notifications position="bottom-right" limit={4} />
        {children}
      </DatesProvider>
    </MantineProvider>
  );
}
