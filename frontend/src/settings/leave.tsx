// The question before anything is removed from the device, with what would be lost.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { useLogbook } from "../logbook/store.ts";
import { removeEverything, signOut } from "../session/signing.ts";
import { useAccount } from "../session/store.ts";
import { vault } from "../session/vault.ts";
import { countQueues } from "../store/index.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

export function Leave({ how, onClose }: { how: "signOut" | "remove"; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const account = useAccount();
  const entries = useLogbook((state) => state.entries.length);
  const [unsynced, setUnsynced] = useState<number>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    void vault()
      .then(({ db }) => countQueues(db))
      .then(({ waiting, refused }) => setUnsynced(waiting + refused));
  }, []);

  const go = async () => {
    setBusy(true);
    await (how === "signOut" ? signOut() : removeEverything());
    window.location.replace("/welcome");
  };

  // Without an account nothing is anywhere else.
  const lost = account ? unsynced : entries;
  if (lost === undefined) return null;
  return (
    <Dialog
      title={how === "signOut" ? t("signOutTitle") : t("removeTitle")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("stay")}</Button>
          <Button look="danger" disabled={busy} onClick={() => void go()}>
            {lost > 0 ? t("leaveAnyway") : how === "signOut" ? t("signOut") : t("remove")}
          </Button>
        </>
      }
    >
      {lost > 0 ? (
        <p className="text-accent">
          {account
            ? t("unsynced", { count: lost, number: format.number(lost) })
            : t("onlyHere", { count: lost, number: format.number(lost) })}
        </p>
      ) : (
        <p>{account ? t("nothingLost") : t("nothingHere")}</p>
      )}
    </Dialog>
  );
}
