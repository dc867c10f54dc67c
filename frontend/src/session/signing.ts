// Signing in and out.
import { deleteDB } from "idb";
import { send } from "../api/request.ts";
import { whoAmI } from "../api/session.ts";
import type { Session, User } from "../api/types.ts";
import { databaseName } from "../store/index.ts";
import { exclusively } from "../sync/locks.ts";
import { OtherAccount } from "../sync/transport.ts";
import { forgetAccount, hasLeft, isLeaving, keepAccount, readAccount } from "./account.ts";
import { SESSION_LOCK, SYNC_LOCK } from "./lock-names.ts";
import { vault } from "./vault.ts";

/**
 * Uses the link's token. The account is this device's from then on; the app starts anew with it and takes over what was written before.
 * Under the lock of sync, so that no tab sends one account's records with another's session.
 */
export function signInWith(token: string): Promise<void> {
  return signInBy(async () => (await send<Session>("POST", "/api/auth/verify", { token })).user);
}

/**
 * Takes up a session that is there already, as when the browser dropped what the app had stored and kept its cookies. Only where it is that of
 * the address: whoever types another one is somebody else.
 */
export async function signInAgain(email: string): Promise<boolean> {
  try {
    await signInBy(async () => {
      const user = await send<User>("GET", "/api/user/me");
      if (user.email.toLowerCase() !== email.toLowerCase()) throw new OtherAccount("another address");
      return user;
    });
    return true;
  } catch {
    return false;
  }
}

function signInBy(user: () => Promise<User>): Promise<void> {
  return alone(async () => {
    await finishLeaving();
    keepAccount(await user());
  });
}

/** Changes who is signed in while no tab talks to the server or begins to. */
function alone(work: () => Promise<void>): Promise<void> {
  return exclusively(SYNC_LOCK, () => exclusively(SESSION_LOCK, work));
}

/** Ends the session and removes what this device holds of the account. Without a network the session is ended at the next start. */
export async function signOut(): Promise<void> {
  const account = readAccount();
  const { db, sync, bus } = await vault();
  sync?.connection?.stop();
  await sync?.engine.stop();
  await alone(async () => {
    forgetAccount();
    forgetTyped();
    await finishLeaving().catch(() => undefined);
  });
  bus.close();
  db.close();
  if (account) await deleteDB(databaseName(account.id));
}

/** Removes everything of this app from the device, whoever's it is. */
export async function removeEverything(): Promise<void> {
  await signOut();
  await deleteDB(databaseName(undefined));
  const known = (await indexedDB.databases?.()) ?? [];
  await Promise.all(
    known.flatMap(({ name }) => (name?.startsWith(databaseName(undefined)) ? [deleteDB(name)] : [])),
  );
  for (const key of Object.keys(localStorage))
    if (key.startsWith("mirubato.") && key !== "mirubato.leaving") localStorage.removeItem(key);
}

/** Drafts and the timer may hold words that are nobody else's business. */
function forgetTyped(): void {
  for (const key of Object.keys(localStorage))
    if (/^mirubato\.(draft\.|timer$)/.test(key)) localStorage.removeItem(key);
}

/** Ends a session that was left while there was no network. */
export async function finishLeaving(): Promise<void> {
  if (!isLeaving()) return;
  await send("POST", "/api/auth/logout", {});
  hasLeft();
}

/** Brings the account's name up to date. Being offline or signed out changes nothing. */
export async function refreshAccount(): Promise<void> {
  const account = readAccount();
  if (account) keepAccount(await whoAmI(account.id));
}
