// The `merge` component behind the interface of `Rules`.
import { instantiate, type Root } from "../generated/merge/merge.js";
import { runner } from "./instance.ts";
import type { Rules, Violation } from "./types.ts";

/** The rules, from the compiled core module of the component. */
export function rulesFrom(module: WebAssembly.Module): Rules {
  const run = runner<Root, Parameters<typeof instantiate>[1]>(instantiate, module);
  return {
    merge: (a, b) => run(({ merge }) => merge.merge(a, b)),
    nextStamp: (last, now, device) =>
      run(({ device: rules }) => rules.nextStamp(last, BigInt(Math.max(0, Math.floor(now))), device)),
    edit: (current, values, stamp) => run(({ device }) => device.edit(current, values, stamp)),
    remove: (current, stamp) => run(({ device }) => device.delete(current, stamp)),
    receive: (current, incoming) => run(({ device }) => device.receive(current, incoming)),
    restamp: (current, change, fresh) => run(({ device }) => device.restamp(current, change, fresh)),
    check(kind, values, complete, now) {
      try {
        const stored = run(({ kinds }) =>
          kinds.check(kind, values, complete, BigInt(Math.max(0, Math.floor(now)))),
        );
        return { ok: true, values: stored };
      } catch (error) {
        return { ok: false, violations: refusal(error) };
      }
    },
  };
}

/** The error value of a call. It is thrown as it is or inside an error with a `payload`. Anything else is a fault and goes on. */
function refusal(error: unknown): Violation[] {
  if (Array.isArray(error)) return error;
  const payload = (error as { payload?: unknown } | null)?.payload;
  if (Array.isArray(payload)) return payload;
  throw error;
}
