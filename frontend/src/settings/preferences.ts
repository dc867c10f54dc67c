// How this device shows the app: read before anything else, so kept where it can be read at once.
import { LANGUAGES, type Language } from "../i18n/languages.ts";

export type Theme = "light" | "dark" | "auto";

export interface Preferences {
  theme: Theme;
  language?: Language;
}

/** Also read by public/theme.js. */
const KEY = "mirubato.preferences";

export function readPreferences(): Preferences {
  try {
    const { theme, language } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    const known = LANGUAGES.find((one) => one === language);
    return {
      theme: theme === "light" || theme === "dark" ? theme : "auto",
      ...(known && { language: known }),
    };
  } catch {
    return { theme: "auto" };
  }
}

export function keepPreferences(preferences: Preferences): void {
  localStorage.setItem(KEY, JSON.stringify(preferences));
  const { dataset } = document.documentElement;
  if (preferences.theme === "auto") delete dataset.theme;
  else dataset.theme = preferences.theme;
}
