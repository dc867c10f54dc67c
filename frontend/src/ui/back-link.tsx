// The way back.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Icon } from "./icon.tsx";

export function BackLink({ to }: { to: string }) {
  const { t } = useTranslation();
  return (
    <Link
      to={to}
      className="-ml-2 inline-flex min-h-11 items-center gap-1 rounded-lg px-2 text-soft hover:text-ink"
    >
      <Icon name="left" className="size-4" />
      {t("back")}
    </Link>
  );
}
