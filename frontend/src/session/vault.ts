// The open database of whoever uses this device, and what keeps it in step with the server.
import { type Database, databaseName, openDatabase } from "../store/index.ts";
import type { Engine, Standing } from "../sync/engine.ts";
import { type Account, readAccount } from "./account.ts";
import { Bus, type News } from "./bus.ts";
import { type Sync, startSync } from "./syncing.ts";

export interface Vault {
  account: Account | undefined;
  db: Database;
  bus: Bus;
  /** None before there is an account: then everything stays on this device. */
  engine: Engine | undefined;
  sync: Sync | undefined;
}

export interface Listeners {
  news(news: News, own: boolean): void;
  standing(standing: Standing): void;
  /** The database was closed under the app: another tab removes it, or the browser gave up on it. */
  closed(): void;
}

let opening: Promise<Vault> | undefined;

/** The vault. `openVault` must have been called. */
export function vault(): Promise<Vault> {
  return opening ?? Promise.reject(new Error("the vault is not open"));
}

/** Opens the vault of the account that this device remembers. */
export function openVault(listeners: Listeners): Promise<Vault> {
  opening ??= open(readAccount(), listeners);
  return opening;
}

async function open(account: Account | undefined, listeners: Listeners): Promise<Vault> {
  const name = databaseName(account?.id);
  const db = await openDatabase(name, listeners.closed);
  let sync: Sync | undefined;
  const bus = new Bus(name, (news, own) => {
    listeners.news(news, own);
    if (news.type === "changed" && news.edited) sync?.engine[own ? "edited" : "recount"]();
    if (news.type === "synced" && !own) void sync?.engine.elsewhere(news.at);
    if (news.type === "heard") sync?.engine.heard(news.at);
  });
  if (account) sync = startSync(account, db, bus, listeners.standing);
  return { account, db, bus, engine: sync?.engine, sync };
}
