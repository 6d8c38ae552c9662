// Languages. Every feature brings `locale/pt-BR.json` and `locale/en.json`; they become the
// namespace named after its folder. Portuguese is the default, the choice is remembered.
import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { recall, remember } from "./storage";

export const languages = ["pt-BR", "en"] as const;
export type Language = (typeof languages)[number];

const files = import.meta.glob<Record<string, unknown>>(
  ["../app/locale/*.json", "./locale/*.json", "../features/*/locale/*.json"],
  { eager: true, import: "default" },
);

/**
 * Portuguese counts none as one ("0 cliente") and has a plural of its own for round millions ("um milhão de
 * clientes"). In figures people write both like any other plural, so that `…_other` serves them.
 */
function withEveryPlural(texts: Record<string, unknown>): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(texts)) {
    if (key.endsWith("_other")) {
      whole[key.replace(/_other$/, "_zero")] ??= text;
      whole[key.replace(/_other$/, "_many")] ??= text;
    }
    whole[key] =
      typeof text === "object" && text !== null ? withEveryPlural(text as Record<string, unknown>) : text;
  }
  return whole;
}

function collect(): Record<string, Record<string, Record<string, unknown>>> {
  const resources: Record<string, Record<string, Record<string, unknown>>> = { "pt-BR": {}, en: {} };
  for (const [path, texts] of Object.entries(files)) {
    const [, folder, language] = /([^/]+)\/locale\/([^/]+)\.json$/.exec(path) ?? [];
    // Vite shortens a path of this very folder to `./locale/…`.
    const namespace = folder === undefined || folder === "." ? "shared" : folder;
    const key = language ?? /([^/]+)\.json$/.exec(path)?.[1] ?? "pt-BR";
    resources[key] = { ...resources[key], [namespace]: withEveryPlural(texts) };
  }
  return resources;
}

function apply(language: string): void {
  document.documentElement.lang = language;
}

/** Starts the translations; call once before the first screen. */
export function startI18n(): void {
  if (i18n.isInitialized) return;
  const saved = recall<string>("language", "pt-BR");
  const resources = collect();
  void i18n.use(initReactI18next).init({
    lng: languages.includes(saved as Language) ? saved : "pt-BR",
    fallbackLng: "pt-BR",
    resources,
    ns: Object.keys(resources["pt-BR"] ?? {}),
    defaultNS: "shared",
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  apply(i18n.language);
  i18n.on("languageChanged", apply);
}

/** Switches the language at once and remembers it. */
export function setLanguage(language: Language): void {
  remember("language", language);
  void i18n.changeLanguage(language);
}
