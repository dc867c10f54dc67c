// Words in the user's language, one file a language and feature, fetched when first needed.
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { readPreferences } from "../settings/preferences.ts";
import { bestLanguage, LANGUAGES, type Language } from "./languages.ts";

type Words = Record<string, unknown>;

const files = import.meta.glob<Words>("./locales/*/*.json", { import: "default" });

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    const load = files[`./locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`no words for ${language} ${namespace}`), false);
    load().then(
      (words) => done(null, words),
      (error: Error) => done(error, false),
    );
  },
};

/** Starts the translation with the chosen language, else the browser's. */
export async function startWords(): Promise<void> {
  const language = readPreferences().language ?? bestLanguage(navigator.languages);
  document.documentElement.lang = language;
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: LANGUAGES,
      // Not a fallback that shows: a test holds that every language has every key.
      fallbackLng: false,
      load: "currentOnly",
      ns: ["common", "music"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
