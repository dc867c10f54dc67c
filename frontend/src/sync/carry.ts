// Which way the queue goes: over the connection where one stands, else by a request of its own.
import type { Mutation, PushResponse } from "../records/wire.ts";
import { type Transport, Unreachable } from "./transport.ts";

/** What can send a part of the queue and have the server's answer. Fails with `Unreachable` where no answer comes. */
export interface Asker {
  ask(mutations: Mutation[]): Promise<PushResponse>;
}

/** More than that would hold up what else the connection carries. */
const MAX_BYTES = 100_000;
/** The answer has a result for each, and there are gateways that stall on a message of more than 32 kB. */
const MAX_MUTATIONS = 64;

/**
 * Pushes over `asker` what is small, and where that brings no answer, by `transport`: sending a change again is harmless. Pulls by `transport`.
 */
export function carry(transport: Transport, asker: () => Asker | undefined): Transport {
  return {
    async push(request) {
      const quick = asker();
      if (quick && fits(request.mutations)) {
        try {
          return await quick.ask(request.mutations);
        } catch (error) {
          if (!(error instanceof Unreachable)) throw error;
        }
      }
      return transport.push(request);
    },
    pull: (request) => transport.pull(request),
  };
}

function fits(mutations: Mutation[]): boolean {
  if (mutations.length > MAX_MUTATIONS) return false;
  return new TextEncoder().encode(JSON.stringify(mutations)).length <= MAX_BYTES;
}
