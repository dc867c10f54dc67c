// Server-Sent Events from `/sync/events`, read by `fetch`: an EventSource says neither why it failed nor whether the other end is alive.
import type { Listener, Wire } from "./connection.ts";

/** Reads a stream of events piece by piece. */
export class EventReader {
  private rest = "";
  private data: string[] = [];

  /** The data of the events that are complete with this piece of the stream, and `""` for every comment. */
  push(piece: string): string[] {
    // The second half of a line's end may come with the next piece.
    const text = this.rest + piece;
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\r|\n/);
    this.rest = (lines.pop() ?? "") + text.slice(end);
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): string[] {
    if (line.startsWith(":")) return [""];
    if (line === "") {
      const data = this.data.splice(0);
      return data.length > 0 ? [data.join("\n")] : [];
    }
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === "data") this.data.push(value);
    return [];
  }
}

/** Opens a stream of this device. `cursor` is the version that it has, from which the server goes on. */
export function openEvents(deviceId: string, cursor: () => Promise<number>, listener: Listener): Wire {
  const stop = new AbortController();
  void listen(deviceId, cursor, listener, stop.signal)
    .catch(() => false)
    .then((refused) => listener.closed(refused));
  return { send: () => undefined, close: () => stop.abort() };
}

/** Whether the session was refused, once the stream has ended. */
async function listen(
  deviceId: string,
  cursor: () => Promise<number>,
  listener: Listener,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await fetch(`/sync/events?device=${deviceId}`, {
    credentials: "same-origin",
    cache: "no-store",
    headers: { Accept: "text/event-stream", "Last-Event-ID": String(await cursor()) },
    signal,
  });
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
  if (!response.ok || !isStream || !response.body) {
    stopReading(response);
    return response.status === 401;
  }
  listener.opened();
  const reader = new EventReader();
  const decoder = new TextDecoder();
  // Not every browser iterates over a body.
  const body = response.body.getReader();
  for (;;) {
    const { done, value } = await body.read();
    if (done) return false;
    for (const data of reader.push(decoder.decode(value, { stream: true }))) listener.heard(data);
  }
}

function stopReading({ body }: Response): void {
  void body?.cancel().catch(() => undefined);
}
