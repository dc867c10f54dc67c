// Connects this browser with the server, so that what other devices write is here a moment later.
import { renew } from "../api/session.ts";
import type { Bus } from "../session/bus.ts";
import { SESSION_LOCK } from "../session/lock-names.ts";
import type { Sync } from "../session/syncing.ts";
import { deviceOf, readProgress } from "../store/meta.ts";
import { type Database, transact } from "../store/schema.ts";
import { exclusively } from "../sync/locks.ts";
import { isAtVersion, takeNews } from "../sync/news.ts";
import { OtherAccount, SignedOut } from "../sync/transport.ts";
import { Connection, type Open } from "./connection.ts";
import { openEvents } from "./events.ts";
import type { Present } from "./frames.ts";
import { guarded } from "./guarded.ts";
import { openSocket } from "./socket.ts";
import { Tabs } from "./tabs.ts";

/** What the pages are told: whether the connection stands, and which other devices are online. */
export type Show = (connected: { live: boolean; others: Present[] }) => void;

/** Connects as soon as this tab is in view and no other tab has the connection. */
export async function startLive(sync: Sync, db: Database, bus: Bus, show: Show): Promise<void> {
  const { engine, context, account, check } = sync;
  const deviceId = await deviceOf(db);
  const cursor = async () => (await transact(db, readProgress)).cursor;
  let openedAt = 0;
  const open: Open = (line, listener) => {
    openedAt = Date.now();
    return line.way === "socket" ? openSocket(deviceId, listener) : openEvents(deviceId, cursor, listener);
  };
  let order = Promise.resolve();
  const inOrder = (work: () => Promise<void>) => {
    // Whatever goes wrong, a round of sync will find out and say so.
    order = order.then(work).catch(() => engine.doubt());
  };
  const connection = new Connection({
    open: guarded(open, (opening) => exclusively(SESSION_LOCK, opening), check),
    renew: () =>
      renew(account.id, openedAt).then(
        () => "renewed",
        (error) => {
          if (!(error instanceof SignedOut || error instanceof OtherAccount)) return "unknown";
          // It finds the same, and tells the user.
          engine.nudge();
          return "over";
        },
      ),
    tell(live, version) {
      tabs.tell(live ? { live } : { live, devices: [] });
      if (version !== undefined) void engine.greeted(() => isAtVersion(context, version));
    },
    take: (news) =>
      inOrder(async () => {
        const taken = await takeNews(context, news);
        if (taken === "gap") engine.doubt();
        if (taken === "taken") bus.tell({ type: "heard", at: context.now() });
      }),
    doubt: () => engine.doubt(),
    compare: (version) =>
      inOrder(async () => {
        if (!(await isAtVersion(context, version))) engine.doubt();
      }),
    show: (devices) => tabs.tell({ devices }),
    now: context.now,
    random: context.random,
  });
  const tabs = new Tabs({
    name: `${db.name}:live`,
    locks: navigator.locks,
    connection,
    changed({ live, devices }) {
      // A stream has no pings, so that what it missed would not be noticed.
      engine.setLive(live === "socket");
      show({
        live: live !== undefined,
        others: devices.filter((one) => one.online && one.deviceId !== deviceId),
      });
    },
  });
  sync.connection = tabs;
  const look = () => tabs.inView(document.visibilityState === "visible");
  window.addEventListener("online", () => tabs.nudge());
  window.addEventListener("offline", () => tabs.offline());
  document.addEventListener("visibilitychange", look);
  look();
}
