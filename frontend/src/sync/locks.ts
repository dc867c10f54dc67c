// One tab at a time. Economy, not safety: two rounds at once would only repeat requests.

/** How long a tab may be silent before another takes its turn. A phone may freeze a tab in the middle of a round. */
const PATIENCE_MILLIS = 45_000;

/** Runs `work` while no other tab of this browser holds `name`. */
export async function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  // Only a page served over plain HTTP from elsewhere lacks them, and then there is no service worker either.
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) return work();
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE_MILLIS);
  const held = () => {
    clearTimeout(timer);
    return work();
  };
  try {
    await locks.request(name, { signal: waiting.signal }, held);
  } catch (error) {
    if (!waiting.signal.aborted) throw error;
    await locks.request(name, { steal: true }, work);
  }
}
