// Brings the app up: what is stored first, the network when it comes.
import { loadLogbook, refreshLogbook } from "../logbook/store.ts";
import { onAccountSwitched } from "../session/account.ts";
import { finishLeaving } from "../session/signing.ts";
import { openVault, vault } from "../session/vault.ts";
import { useConnection } from "./connection.ts";
import { useStanding } from "./standing.ts";

/** Opens the store and reads the journal. Fails where the browser gives the app no storage. */
export async function startApp(): Promise<void> {
  const reload = () => window.location.reload();
  onAccountSwitched(reload);
  const { db } = await openVault({
    news: (news) => {
      if (news.type === "changed") void refreshLogbook(db, news.keys);
    },
    standing: (standing) => useStanding.setState(standing),
    closed: reload,
  });
  await loadLogbook(db);
  void finishLeaving().catch(() => undefined);
}

/** Lets what other devices write come in as it happens. Without an account there are no other devices. */
export async function connect(): Promise<void> {
  const { sync, db, bus } = await vault();
  if (!sync) return;
  const { startLive } = await import("../live/start.ts");
  await startLive(sync, db, bus, (connected) => useConnection.setState(connected));
}
