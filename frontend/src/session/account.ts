// Who uses this device: a small copy of the account, so that a start needs no network. Tokens are never here; they are cookies no script sees.
import type { User } from "../api/types.ts";

const KEY = "mirubato.account";
const LEAVING = "mirubato.leaving";

export interface Account {
  id: string;
  email: string;
  displayName: string | null;
}

export function readAccount(): Account | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (value === null || typeof value !== "object") return undefined;
    const { id, email, displayName } = value as Partial<Account>;
    if (typeof id !== "string" || typeof email !== "string") return undefined;
    return { id, email, displayName: displayName ?? null };
  } catch {
    return undefined;
  }
}

export function keepAccount({ id, email, displayName }: User): Account {
  const account = { id, email, displayName };
  localStorage.setItem(KEY, JSON.stringify(account));
  localStorage.removeItem(LEAVING);
  return account;
}

/** Forgets the account. The session itself still has to be ended on the server; until that is done the device remembers to do it. */
export function forgetAccount(): void {
  localStorage.removeItem(KEY);
  localStorage.setItem(LEAVING, "1");
}

/** Whether a session is still to be ended on the server. */
export function isLeaving(): boolean {
  return localStorage.getItem(LEAVING) !== null;
}

export function hasLeft(): void {
  localStorage.removeItem(LEAVING);
}

/** Calls `switched` when another tab changes who uses this device. */
export function onAccountSwitched(switched: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === KEY && event.newValue !== event.oldValue) switched();
  };
  window.addEventListener("storage", listen);
  return () => window.removeEventListener("storage", listen);
}
