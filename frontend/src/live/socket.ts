// A WebSocket to `/sync/ws`.
import type { Listener, Wire } from "./connection.ts";

/** The server does not know the session. */
const NO_SESSION = 4401;

/** Opens a socket of this device to the server that the page came from. The session is in its cookies. */
export function openSocket(deviceId: string, listener: Listener): Wire {
  const url = new URL(`/sync/ws?device=${deviceId}`, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  socket.onopen = () => listener.opened();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") listener.heard(data);
  };
  socket.onclose = ({ code }) => listener.closed(code === NO_SESSION);
  return {
    send(text) {
      // What is lost at the very moment of closing is asked for again by whoever misses its answer.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(1000),
  };
}
