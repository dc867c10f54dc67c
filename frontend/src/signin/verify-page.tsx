// Where the link of the mail leads: one button, because programs that read mail follow links too, and the link works once.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { signInWith } from "../session/signing.ts";
import { Refusal } from "../sync/transport.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Frame } from "./frame.tsx";

export default function VerifyPage() {
  const { t } = useTranslation("signin");
  const [query] = useSearchParams();
  const [token] = useState(query.get("token") ?? "");
  const [state, setState] = useState<"ready" | "busy" | "unreachable" | "useless">(
    token ? "ready" : "useless",
  );

  // The token is kept out of the history and of what is copied from the address bar.
  useEffect(() => {
    window.history.replaceState(window.history.state, "", "/auth/verify");
  }, []);

  const confirm = async () => {
    setState("busy");
    try {
      await signInWith(token);
      window.location.replace("/logbook");
    } catch (error) {
      setState(
        error instanceof Refusal && error.status < 500 && error.status !== 429 ? "useless" : "unreachable",
      );
    }
  };

  if (state === "useless") {
    return (
      <Frame title={t("uselessTitle")}>
        <p role="alert" className="text-soft">
          {t("uselessText")}
        </p>
        <ButtonLink to="/sign-in" look="strong" className="min-h-12">
          {t("newLink")}
        </ButtonLink>
      </Frame>
    );
  }
  return (
    <Frame title={t("almostThere")}>
      <p className="text-soft">{t("confirmText")}</p>
      <Button look="strong" className="min-h-12" disabled={state === "busy"} onClick={() => void confirm()}>
        {t("confirm")}
      </Button>
      {state === "unreachable" && (
        <p role="alert" className="text-accent">
          {t("unreachable")}
        </p>
      )}
    </Frame>
  );
}
