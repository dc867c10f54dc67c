// Whether what is written is only here, on its way, or everywhere.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { useAccount } from "../session/store.ts";
import { vault } from "../session/vault.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useOthers } from "./connection.ts";
import { type Status, statusOf, useStanding } from "./standing.ts";

const PICTURES: Record<Status, IconName> = {
  here: "device",
  saving: "moving",
  everywhere: "everywhere",
  offline: "away",
  failing: "away",
  "signed-out": "person",
  attention: "attention",
};

export function SyncIndicator() {
  const { t } = useTranslation();
  const format = useFormat();
  const standing = useStanding();
  const account = useAccount();
  const others = useOthers();
  const [open, setOpen] = useState(false);
  const status = statusOf(standing, account !== undefined);
  const counts = {
    count: status === "attention" ? standing.refused : standing.waiting,
    number: format.number(status === "attention" ? standing.refused : standing.waiting),
  };
  const waits = (status === "offline" || status === "failing") && standing.waiting > 0;
  const text = waits ? t("sync.waiting", counts) : t(`sync.${status}`, counts);
  const calm = status === "here" || status === "everywhere" || status === "saving";
  return (
    <>
      <button
        type="button"
        className={`inline-flex min-h-11 items-center gap-2 rounded-lg px-2.5 text-left text-sm hover:bg-tint ${calm ? "text-soft" : "text-accent"}`}
        onClick={() => setOpen(true)}
      >
        <Icon name={PICTURES[status]} />
        <span>{text}</span>
      </button>
      {others && <p className="hidden px-2.5 text-xs text-soft md:block">{others}</p>}
      <Announcement text={text} settled={status !== "saving"} />
      {open && (
        <Dialog
          title={text}
          onClose={() => setOpen(false)}
          actions={<Actions status={status} close={() => setOpen(false)} />}
        >
          <p>{t(`sync.${status}Text`)}</p>
          {standing.syncedAt !== undefined && (
            <p>{t("sync.last", { time: format.time(standing.syncedAt) })}</p>
          )}
          {others && <p>{others}</p>}
        </Dialog>
      )}
    </>
  );
}

function Actions({ status, close }: { status: Status; close: () => void }) {
  const { t } = useTranslation();
  const account = useAccount();
  const signIn = status === "signed-out" || !account;
  return (
    <>
      <Button onClick={close}>{t("close")}</Button>
      {signIn && (
        <ButtonLink to="/sign-in" look="strong" onClick={close}>
          {t("signIn")}
        </ButtonLink>
      )}
      {status === "attention" && (
        <ButtonLink to="/settings/refused" look="strong" onClick={close}>
          {t("sync.look")}
        </ButtonLink>
      )}
      {!signIn && status !== "attention" && (
        <Button
          look="strong"
          onClick={() => {
            void vault().then(({ engine }) => engine?.nudge());
            close();
          }}
        >
          {t("sync.now")}
        </Button>
      )}
    </>
  );
}

/** Tells a screen reader where things came to rest, not each step on the way. */
function Announcement({ text, settled }: { text: string; settled: boolean }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!settled) return;
    const timer = setTimeout(() => setSaid(text), 1_000);
    return () => clearTimeout(timer);
  }, [text, settled]);
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
}
