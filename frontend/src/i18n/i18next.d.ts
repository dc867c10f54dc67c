import type common from "./locales/en/common.json";
import type form from "./locales/en/form.json";
import type logbook from "./locales/en/logbook.json";
import type lookup from "./locales/en/lookup.json";
import type music from "./locales/en/music.json";
import type settings from "./locales/en/settings.json";
import type signin from "./locales/en/signin.json";
import type timer from "./locales/en/timer.json";
import type welcome from "./locales/en/welcome.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      common: typeof common;
      form: typeof form;
      logbook: typeof logbook;
      lookup: typeof lookup;
      music: typeof music;
      settings: typeof settings;
      signin: typeof signin;
      timer: typeof timer;
      welcome: typeof welcome;
    };
  }
}
