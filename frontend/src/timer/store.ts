// The one timer of this device, shared by its tabs.
import { useEffect, useState } from "react";
import { create } from "zustand";
import { isRunning, type Timer } from "./timer.ts";

const KEY = "mirubato.timer";

function read(): Timer | null {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? "null") as Timer | null;
    return value && Array.isArray(value.stretches) && Array.isArray(value.pieces) ? value : null;
  } catch {
    return null;
  }
}

export const useTimer = create<{ timer: Timer | null }>(() => ({ timer: read() }));

window.addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) useTimer.setState({ timer: read() });
});

/** Changes the timer; `null` ends it. Kept before it shows. */
export function setTimer(timer: Timer | null): void {
  if (timer) localStorage.setItem(KEY, JSON.stringify(timer));
  else localStorage.removeItem(KEY);
  useTimer.setState({ timer });
}

/** The clock, read again each second while the timer runs and the page is in view. */
export function useNow(timer: Timer | null): number {
  const [now, setNow] = useState(Date.now);
  const runs = timer !== null && isRunning(timer);
  // A change of the timer is a reason to look at the clock as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    setNow(Date.now());
    if (!runs) return;
    const tick = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(tick);
  }, [timer, runs]);
  return now;
}
