// The server's half of a connection, for one user: the frames are the real ones, only the network is not.

import type { Listener, Open, Wire } from "../src/live/connection.ts";
import type { slug } from "../src/records/wire.ts";
import type { Announcement, RecordServer } from "./server.ts";

/** An open connection as the server has it. */
interface End {
  deviceId: string;
  way: "socket" | "events";
  listener: Listener;
}

/** An announcement as the frame that goes to devices. */
export function frameOf({ origin, version, changes }: Announcement): string {
  const [only, ...others] = changes;
  const data =
    only && others.length === 0
      ? { event: { type: "ENTRY_UPDATED", entity: "logbook", payload: only }, version, deviceId: origin }
      : { changes, version, hasMore: changes.length === 0 };
  return JSON.stringify({ type: "event" in data ? "SYNC_EVENT" : "BULK_SYNC", data });
}

export class RealTime {
  readonly server: RecordServer;
  /** Whether connections can be opened, and what becomes of those that cannot. */
  sockets: "opened" | "cut off" | "refused" | "silent" = "opened";
  events: "opened" | "cut off" = "opened";
  /** Whether what devices send is answered. */
  answers = true;
  /** Every connection ever opened, in order. */
  readonly log: string[] = [];
  readonly ends = new Set<End>();
  /** What devices sent, by type. */
  readonly received: string[] = [];

  constructor(server: RecordServer) {
    this.server = server;
    server.announce = (announcement) => {
      const frame = frameOf(announcement);
      for (const end of this.ends) if (end.deviceId !== announcement.origin) this.deliver(end, frame);
    };
  }

  /** What a device opens its connections with. */
  opener(deviceId: string): Open {
    return (line, listener) => {
      const end: End = { deviceId, way: line.way, listener };
      this.log.push(line.way);
      queueMicrotask(() => this.accept(end));
      const wire: Wire = {
        send: (text) => {
          if (this.ends.has(end)) this.receive(end, text);
        },
        close: () => void this.ends.delete(end),
      };
      return wire;
    };
  }

  /** Ends every connection. */
  cut(refused = false): void {
    for (const end of [...this.ends]) this.close(end, refused);
  }

  say(type: string, data: Record<string, unknown>): void {
    for (const end of this.ends) this.deliver(end, JSON.stringify({ type, data }));
  }

  private accept(end: End): void {
    const fate = end.way === "socket" ? this.sockets : this.events;
    if (fate === "silent") return;
    if (fate === "cut off") {
      end.listener.closed(false);
      return;
    }
    this.ends.add(end);
    end.listener.opened();
    if (fate === "refused") {
      this.close(end, true);
      return;
    }
    const { version } = this.server;
    const data = { deviceId: end.deviceId, version, serverTime: this.server.now(), devices: [] };
    this.deliver(end, JSON.stringify({ type: "WELCOME", data }));
  }

  private close(end: End, refused: boolean): void {
    this.ends.delete(end);
    end.listener.closed(refused);
  }

  private receive(end: End, text: string): void {
    const { type, id, data } = JSON.parse(text);
    this.received.push(type);
    if (!this.answers) return;
    if (type === "PING")
      this.deliver(end, JSON.stringify({ type: "PONG", data: { version: this.server.version } }));
    if (type !== "BULK_SYNC") return;
    try {
      const answer = this.server.push({ deviceId: end.deviceId, mutations: data.mutations });
      this.deliver(end, JSON.stringify({ type: "ACK", id, data: answer }));
    } catch (error) {
      const { problem } = error as { problem: Parameters<typeof slug>[0] };
      this.deliver(end, JSON.stringify({ type: "ERROR", id, data: problem }));
    }
  }

  private deliver(end: End, frame: string): void {
    queueMicrotask(() => {
      if (this.ends.has(end)) end.listener.heard(frame);
    });
  }
}
