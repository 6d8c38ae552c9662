import { useTranslation } from "react-i18next";
import { languages, setLanguage } from "@/shared/i18n";
import classes from "./Entrance.module.css";

/** Languages by their own names, for people who do not read the one shown. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation("access");
  return (
    <span className={classes.languages}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className={classes.language}
          aria-pressed={i18n.language === language}
          onClick={() => setLanguage(language)}
        >
          {t(`languages.${language}`)}
        </button>
      ))}
    </span>
  );
}
