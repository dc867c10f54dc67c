// Nothing here.
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../ui/button.tsx";
import { useTitle } from "../ui/use-title.ts";

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t("notFound"));
  return (
    <main className="mx-auto grid max-w-md justify-items-center gap-4 px-6 pt-[18vh] pb-32 text-center">
      <svg
        viewBox="0 0 200 80"
        className="w-56 stroke-edge"
        fill="none"
        strokeWidth="1"
        aria-hidden="true"
        focusable="false"
      >
        <path d="M0 16h200M0 28h200M0 40h200M0 52h200M0 64h200" />
        <path className="fill-ink stroke-ink" strokeWidth="0" d="M86 28h28v8H86z" />
      </svg>
      <h1 className="text-3xl">{t("notFound")}</h1>
      <p className="text-soft">{t("notFoundText")}</p>
      <ButtonLink to="/" look="strong">
        {t("toJournal")}
      </ButtonLink>
    </main>
  );
}
