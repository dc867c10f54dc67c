// The browser gives the app no place to store anything, as some do in private windows. Better to say so than to seem to save.
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";

export function NoStorage() {
  const { t } = useTranslation();
  return (
    <main
      className="mx-auto grid max-w-md justify-items-center gap-4 px-6 pt-[18vh] text-center"
      role="alert"
    >
      <h1 className="text-3xl">{t("noStorage")}</h1>
      <p className="text-soft">{t("noStorageText")}</p>
      <Button look="strong" onClick={() => window.location.reload()}>
        {t("reload")}
      </Button>
    </main>
  );
}
