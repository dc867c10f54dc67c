// The open database of whoever uses this device, and what keeps it in step with the server.
import { sendAs, whoAmI } from "../api/session.ts";
import { loadRules } from "../rules/load.ts";
import { adopt, type Database, databaseName, openDatabase } from "../store/index.ts";
import { Engine, type Standing } from "../sync/engine.ts";
import { exclusively } from "../sync/locks.ts";
import { Unreachable } from "../sync/transport.ts";
import { type Account, readAccount } from "./account.ts";
import { Bus, type News } from "./bus.ts";

/** The lock under which this browser talks to the server about records, and under which it changes who is signed in. */
export const SYNC_LOCK = "mirubato:sync";

export interface Vault {
  account: Account | undefined;
  db: Database;
  bus: Bus;
  /** None before there is an account: then everything stays on this device. */
  engine: Engine | undefined;
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
  let engine: Engine | undefined;
  const bus = new Bus(name, (news, own) => {
    listeners.news(news, own);
    if (news.type === "changed" && news.edited) engine?.[own ? "edited" : "recount"]();
    if (news.type === "synced" && !own) void engine?.elsewhere(news.at);
  });
  if (account) engine = await startEngine(account, db, bus, listeners);
  return { account, db, bus, engine };
}

async function startEngine(account: Account, db: Database, bus: Bus, listeners: Listeners): Promise<Engine> {
  let confirmed = false;
  const rules = lazily(loadRules);
  const engine = new Engine({
    db,
    get rules() {
      return rules.get();
    },
    transport: {
      push: (request) => sendAs(account.id, "POST", "/api/sync/push", request),
      pull: (request) => sendAs(account.id, "POST", "/api/sync/pull", request),
    },
    now: Date.now,
    random: Math.random,
    changed: (keys) => bus.tell({ type: "changed", keys, edited: false }),
    exclusively: (round) => exclusively(SYNC_LOCK, round),
    async confirm() {
      await rules.ready().catch((cause) => {
        throw new Unreachable("the rules could not be fetched", { cause });
      });
      if (!confirmed) await whoAmI(account.id);
      confirmed = true;
    },
    report: listeners.standing,
    synced: (at) => bus.tell({ type: "synced", at }),
    isVisible: () => document.visibilityState === "visible",
  });
  // Offline as well: the try that fails at once is what says so.
  for (const event of ["online", "offline"]) window.addEventListener(event, () => engine.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") engine.nudge();
  });
  void takeOver(db, bus).finally(() => engine.nudge());
  return engine;
}

/** Moves what was written before signing in. Also at a start, where the move was cut off. */
async function takeOver(db: Database, bus: Bus): Promise<void> {
  const before = await openDatabase(databaseName(undefined));
  try {
    if ((await before.count("outbox")) === 0) return;
    const keys = (await before.getAllKeys("records")).map(([kind, id]) => ({ kind, id }));
    await adopt(before, db, await loadRules());
    bus.tell({ type: "changed", keys, edited: true });
  } finally {
    before.close();
  }
}

/** A value that is loaded once and from then on there. */
function lazily<T>(load: () => Promise<T>): { ready(): Promise<void>; get(): T } {
  let value: { is: T } | undefined;
  return {
    async ready() {
      value ??= { is: await load() };
    },
    get() {
      if (!value) throw new Error("used before it was ready");
      return value.is;
    },
  };
}
