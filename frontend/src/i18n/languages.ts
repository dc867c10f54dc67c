// The languages of the app.

export const LANGUAGES = ["en", "es", "fr", "de", "zh-CN", "zh-TW"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language as its speakers write it. */
export const NATIVE_NAMES: Record<Language, string> = {
  en: "English",
  es: "Español",
  fr: "Français",
  de: "Deutsch",
  "zh-CN": "简体中文",
  "zh-TW": "繁體中文",
};

/** The first of the wanted languages that the app has, or English. Chinese goes by script or place: Taiwan, Hong Kong and Macau write traditional. */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    if (lower.startsWith("zh")) return /hant|tw|hk|mo/.test(lower) ? "zh-TW" : "zh-CN";
    const found = LANGUAGES.find((language) => lower === language || lower.startsWith(`${language}-`));
    if (found) return found;
  }
  return "en";
}
