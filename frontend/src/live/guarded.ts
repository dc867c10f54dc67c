// Opens lines while nobody signs in or out: a line belongs for good to whoever was signed in when it was opened.
import { OtherAccount, SignedOut } from "../sync/transport.ts";
import type { Open, Wire } from "./connection.ts";

/**
 * As `open`, inside `alone` and after `mine`, which fails where the session is not the right one. What follows the opening is not held up and
 * holds up nobody.
 */
export function guarded(
  open: Open,
  alone: (opening: () => Promise<void>) => Promise<void>,
  mine: () => Promise<void>,
): Open {
  return (line, listener) => {
    let wire: Wire | undefined;
    let isClosed = false;
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const closed = (refused: boolean) => {
      settle();
      if (!isClosed) listener.closed(refused);
      isClosed = true;
    };
    const opening = async () => {
      if (!isClosed) await mine();
      if (isClosed) return;
      wire = open(line, {
        opened() {
          settle();
          listener.opened();
        },
        heard: listener.heard,
        closed,
      });
      await settled;
    };
    alone(opening).catch((error) => closed(error instanceof SignedOut || error instanceof OtherAccount));
    return {
      send: (text) => wire?.send(text),
      close() {
        isClosed = true;
        settle();
        wire?.close();
      },
    };
  };
}
