// What keeps an account's database in step with the server.
import { sendAs, whoAmI } from "../api/session.ts";
import { loadRules } from "../rules/load.ts";
import { adopt, type Database, databaseName, openDatabase } from "../store/index.ts";
import { type Asker, carry } from "../sync/carry.ts";
import { Engine, type EngineOptions, type Standing } from "../sync/engine.ts";
import { exclusively } from "../sync/locks.ts";
import { Unreachable } from "../sync/transport.ts";
import type { Account } from "./account.ts";
import type { Bus } from "./bus.ts";
import { SYNC_LOCK } from "./lock-names.ts";

export interface Sync {
  account: Account;
  engine: Engine;
  /** What rounds of sync work with. */
  context: EngineOptions;
  /** Makes sure that the rules are there and that the session, renewed where need be, is the account's. Fails as requests fail. */
  check(): Promise<void>;
  /** The connection, once it has been asked for. Its stopping belongs to leaving the account. */
  connection: (Asker & { stop(): void }) | undefined;
}

export function startSync(
  account: Account,
  db: Database,
  bus: Bus,
  report: (standing: Standing) => void,
): Sync {
  let confirmed = false;
  const rules = lazily(loadRules);
  const check = async () => {
    await rules.ready().catch((cause) => {
      throw new Unreachable("the rules could not be fetched", { cause });
    });
    await whoAmI(account.id);
    confirmed = true;
  };
  const context: EngineOptions = {
    db,
    get rules() {
      return rules.get();
    },
    transport: carry(
      {
        push: (request) => sendAs(account.id, "POST", "/api/sync/push", request),
        pull: (request) => sendAs(account.id, "POST", "/api/sync/pull", request),
      },
      () => sync.connection,
    ),
    now: Date.now,
    random: Math.random,
    changed: (keys) => bus.tell({ type: "changed", keys, edited: false }),
    exclusively: (round) => exclusively(SYNC_LOCK, round),
    confirm: async () => {
      if (!confirmed) await check();
    },
    report,
    synced: (at) => bus.tell({ type: "synced", at }),
    isVisible: () => document.visibilityState === "visible",
  };
  const engine = new Engine(context);
  const sync: Sync = { account, engine, context, check, connection: undefined };
  // Offline as well: the try that fails at once is what says so.
  for (const event of ["online", "offline"]) window.addEventListener(event, () => engine.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") engine.nudge();
  });
  void takeOver(db, bus).finally(() => engine.nudge());
  return sync;
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
