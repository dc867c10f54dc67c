// Where sync stands, in the one word that matters most.
import { create } from "zustand";
import type { Standing } from "../sync/engine.ts";

export const useStanding = create<Standing>(() => ({
  phase: "idle",
  waiting: 0,
  refused: 0,
  syncedAt: undefined,
}));

export type Status = "here" | "saving" | "everywhere" | "offline" | "failing" | "signed-out" | "attention";

/** What to show. Before there is an account everything simply is here. */
export function statusOf({ phase, waiting, refused, syncedAt }: Standing, hasAccount: boolean): Status {
  if (!hasAccount) return "here";
  if (refused > 0) return "attention";
  if (phase === "signed-out" || phase === "offline" || phase === "failing") return phase;
  if (waiting > 0) return "saving";
  return syncedAt === undefined ? "here" : "everywhere";
}
