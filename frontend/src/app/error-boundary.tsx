// Something broke. What was typed is in its draft, and loading the page again brings it back.
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";

export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation();
  return (
    <main
      className="mx-auto grid max-w-md justify-items-center gap-4 px-6 pt-[18vh] text-center"
      role="alert"
    >
      <h1 className="text-3xl">{t("broken")}</h1>
      <p className="text-soft">{t("brokenText")}</p>
      <Button look="strong" onClick={() => window.location.reload()}>
        {t("reload")}
      </Button>
    </main>
  );
}
