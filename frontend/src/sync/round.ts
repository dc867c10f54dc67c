// One round of sync: send what waits, then take in what changed.
import type { Context } from "./context.ts";
import { pullAll } from "./pull.ts";
import { pushAll } from "./push.ts";

/**
 * Pushes, then pulls. May be stopped at any point and begun again: every step is one transaction, the server applies a change once however
 * often it is sent, and a change leaves the queue only by the server's answer for it.
 */
export async function round(context: Context): Promise<void> {
  await pushAll(context);
  await pullAll(context);
}
