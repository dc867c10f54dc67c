// When to sync: after an edit, on coming online or into view, now and then, and after failures with more and more patience.
import { countQueues } from "../store/index.ts";
import { backoff } from "./backoff.ts";
import type { Context } from "./context.ts";
import { round } from "./round.ts";
import { OtherAccount, Refusal, SignedOut, Unreachable } from "./transport.ts";

/** After an edit, how long to wait for the next one, */
const SETTLE_MILLIS = 400;
/** and how long where a message over a connection is all it takes. */
const LIVE_SETTLE_MILLIS = 10;
/** How often to look for changes of other devices while the app is in view, */
const POLL_MILLIS = 30_000;
/** and how often while a connection tells of them, to be on the safe side. */
const LIVE_POLL_MILLIS = 5 * 60_000;

export type Phase = "idle" | "syncing" | "offline" | "failing" | "signed-out";

/** Where sync stands. */
export interface Standing {
  phase: Phase;
  /** Changes that are not on the server yet. */
  waiting: number;
  /** Changes that the server refused. */
  refused: number;
  /** When the device last had everything, by its own clock. */
  syncedAt: number | undefined;
}

export interface EngineOptions extends Context {
  /** Runs a round while no other tab does. */
  exclusively(round: () => Promise<void>): Promise<void>;
  /** Makes sure that the session is that of the database's account; fails with `OtherAccount` or as requests fail. */
  confirm(): Promise<void>;
  report(standing: Standing): void;
  /** Told after a round of this tab that ended well. */
  synced(at: number): void;
  random(): number;
  isVisible(): boolean;
}

/** Keeps a database in step with the server until it is stopped. One for each tab; they take turns. */
export class Engine {
  private standing: Standing = { phase: "idle", waiting: 0, refused: 0, syncedAt: undefined };
  private readonly options: EngineOptions;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Number.POSITIVE_INFINITY;
  private running: Promise<void> | undefined;
  private again = false;
  private failures = 0;
  private live = false;
  /** Whether what is due is no more than a look for changes. */
  private isPoll = false;
  private stopped = false;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  /** The user changed something here. */
  edited(): void {
    // One at least, from this moment on: counting takes a while, and until then nothing may be called saved everywhere.
    this.tell({ waiting: this.standing.waiting + 1 });
    void this.recount();
    if (this.standing.phase !== "signed-out") this.schedule(this.live ? LIVE_SETTLE_MILLIS : SETTLE_MILLIS);
  }

  /** Something speaks for trying at once: back online, back in view, signed in again, or the user asks. */
  nudge(): void {
    this.failures = 0;
    this.schedule(0);
  }

  /** A connection that tells of changes stands, or no longer. */
  setLive(live: boolean): void {
    if (this.live === live) return;
    this.live = live;
    if (this.running || !this.isPoll) return;
    this.cancel();
    this.schedulePoll();
  }

  /** The connection has been made. `isInStep` says whether this device has all that the server had then; a round under way may see to that. */
  async greeted(isInStep: () => Promise<boolean>): Promise<void> {
    do {
      await this.running;
      if (this.standing.phase === "idle" && (await isInStep())) return;
      // Another may have begun while the question was answered.
    } while (this.running);
    this.nudge();
  }

  /** There is something to pull. A server that fails is not asked more often for that. */
  doubt(): void {
    if (this.failures === 0) this.schedule(0);
  }

  /** News of other devices were taken in. */
  heard(at: number): void {
    if (this.standing.phase === "idle") this.tell({ syncedAt: at });
  }

  /** Another tab finished a round. */
  async elsewhere(syncedAt: number): Promise<void> {
    this.failures = 0;
    this.tell({ phase: "idle", syncedAt });
    await this.recount();
    if (this.running) return;
    this.cancel();
    this.schedulePoll();
  }

  /** Runs a round now and waits for it. */
  async syncNow(): Promise<void> {
    this.cancel();
    await this.run();
  }

  /** No further rounds. Waits for one that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel();
    await this.running;
  }

  async recount(): Promise<void> {
    this.tell(await countQueues(this.options.db));
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    const at = this.options.now() + delay;
    if (this.timer !== undefined && at >= this.due) return;
    this.wait(delay);
  }

  private schedulePoll(): void {
    if (this.stopped || !this.options.isVisible()) return;
    this.wait(this.live ? LIVE_POLL_MILLIS : POLL_MILLIS);
    this.isPoll = true;
  }

  private wait(delay: number): void {
    this.cancel();
    this.due = this.options.now() + delay;
    this.timer = setTimeout(() => void this.run(), delay);
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = Number.POSITIVE_INFINITY;
    this.isPoll = false;
  }

  private run(): Promise<void> {
    this.running ??= this.attempt().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async attempt(): Promise<void> {
    this.cancel();
    this.again = false;
    let next: number | undefined;
    try {
      await this.recount();
      await this.options.exclusively(async () => {
        if (this.stopped) return;
        this.tell({ phase: "syncing" });
        await this.options.confirm();
        await round(this.options);
      });
      this.failures = 0;
      const at = this.options.now();
      this.tell({ phase: "idle", syncedAt: at });
      this.options.synced(at);
    } catch (error) {
      next = this.failed(error);
    }
    if (this.stopped) return;
    await this.recount();
    // What came up while the round ran, unless the round failed: then it waits with the rest.
    if (this.again && this.failures === 0) next = SETTLE_MILLIS;
    if (next !== undefined) this.wait(next);
    else if (this.failures === 0) this.schedulePoll();
  }

  /** Says what the failure means and how long to wait, if waiting is any use. Nothing is lost or dropped by any of them. */
  private failed(error: unknown): number | undefined {
    this.failures += 1;
    const wait = backoff(this.failures, this.options.random());
    if (error instanceof SignedOut || error instanceof OtherAccount) {
      this.tell({ phase: "signed-out" });
      return undefined;
    }
    if (error instanceof Unreachable) {
      this.tell({ phase: "offline" });
      return wait;
    }
    this.tell({ phase: "failing" });
    return Math.max(wait, error instanceof Refusal ? (error.retryAfter ?? 0) : 0);
  }

  private tell(news: Partial<Standing>): void {
    this.standing = { ...this.standing, ...news };
    if (!this.stopped) this.options.report(this.standing);
  }
}
