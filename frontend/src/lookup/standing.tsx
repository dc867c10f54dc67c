// Where the words come from, said as it is.
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { keep, onDevice, useKept } from "./device.ts";
import { useLanguage } from "./words.ts";

/** Above what was found on the device only. */
export function FromDevice() {
  const { t } = useTranslation("lookup");
  return (
    <p className="flex items-center gap-2 text-sm text-accent">
      <Icon name="away" />
      {t("fromDevice")}
    </p>
  );
}

/** Neither the service nor the device has an answer. */
export function Unreachable({ again }: { again: () => void }) {
  const { t } = useTranslation("lookup");
  return (
    <div role="alert" className="grid justify-items-center gap-3 px-6 py-12 text-center">
      <Icon name="away" className="size-9 text-accent" />
      <h2 className="text-2xl">{t("unreachable")}</h2>
      <p className="max-w-sm text-soft">{t("unreachableText")}</p>
      <Button className="mt-2" onClick={again}>
        {t("again")}
      </Button>
    </div>
  );
}

/** Whether the dictionary is on the device, and how much room it takes. */
export function OnDevice() {
  const { t } = useTranslation("lookup");
  const format = useFormat();
  const language = useLanguage();
  const kept = useKept((state) => state[language]);
  useEffect(() => {
    void onDevice(language);
  }, [language]);
  if (!kept) return null;
  return (
    <footer className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2 border-t border-rule pt-4 text-sm text-soft">
      {kept.state === "here" && (
        <p className="flex items-center gap-2">
          <Icon name="device" />
          {t("onDevice", {
            count: kept.terms,
            number: format.number(kept.terms),
            size: format.size(kept.bytes),
          })}
        </p>
      )}
      {kept.state === "fetching" && <p>{t("fetching")}</p>}
      {(kept.state === "absent" || kept.state === "failed") && (
        <>
          <p>{t(kept.state === "failed" ? "notKept" : "notHere")}</p>
          <Button look="quiet" onClick={() => void keep(language)}>
            <Icon name="download" />
            {t("keep")}
          </Button>
        </>
      )}
    </footer>
  );
}
