// Signing in: an address, and a link that comes by mail.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { send } from "../api/request.ts";
import type { About } from "../api/types.ts";
import { readAccount } from "../session/account.ts";
import { signInAgain } from "../session/signing.ts";
import { Refusal } from "../sync/transport.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Frame } from "./frame.tsx";

type Failure = "address" | "tooMany" | "unreachable";

export default function SignInPage() {
  const { t } = useTranslation("signin");
  const [email, setEmail] = useState(readAccount()?.email ?? "");
  const [sentTo, setSentTo] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Where the reason is, and where it can be put right.
  const fail = (why: Failure) => {
    setFailure(why);
    field.current?.focus();
  };

  const ask = async () => {
    if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) {
      fail("address");
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      // A session that is still there needs no mail.
      if (readAccount() === undefined && (await signInAgain(email.trim()))) {
        window.location.replace("/logbook");
        return;
      }
      await send("POST", "/api/auth/magic-link", { email: email.trim() });
      setSentTo(email.trim());
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 0;
      fail(status === 429 ? "tooMany" : status === 400 || status === 422 ? "address" : "unreachable");
    } finally {
      setBusy(false);
    }
  };

  if (sentTo !== undefined) return <Sent to={sentTo} again={() => setSentTo(undefined)} />;
  return (
    <Frame title={t("signIn")}>
      <p className="text-soft">{t("intro")}</p>
      <form
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void ask();
        }}
      >
        <Field label={t("email")} errors={failure ? [t(failure)] : []}>
          {(tie) => (
            <input
              {...tie}
              ref={field}
              className="control"
              type="email"
              autoComplete="email"
              inputMode="email"
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="strong" className="min-h-12" disabled={busy}>
          <Icon name="mail" />
          {t("sendLink")}
        </Button>
      </form>
      <Link
        to="/logbook"
        className="inline-flex min-h-11 items-center justify-self-center underline underline-offset-4"
      >
        {t("without")}
      </Link>
    </Frame>
  );
}

function Sent({ to, again }: { to: string; again: () => void }) {
  const { t } = useTranslation("signin");
  const [isLocal, setIsLocal] = useState(false);
  useEffect(() => {
    send<About>("GET", "/api/about").then(
      ({ environment }) => setIsLocal(environment === "local"),
      () => undefined,
    );
  }, []);
  return (
    <Frame title={t("lookIntoMail")}>
      <p role="status" className="text-soft">
        {t("sent", { email: to })}
      </p>
      {isLocal && (
        <Link
          to="/dev/outbox"
          className="flex min-h-12 items-center justify-center gap-2 rounded-lg bg-accent px-4 font-medium text-on-accent"
        >
          <Icon name="mail" />
          {t("openOutbox")}
        </Link>
      )}
      <Button look="quiet" className="justify-self-center underline underline-offset-4" onClick={again}>
        {t("otherAddress")}
      </Button>
    </Frame>
  );
}
