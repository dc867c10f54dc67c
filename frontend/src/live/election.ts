// Which of a browser's tabs leads: the one that holds a lock.

/** Stands for being the one tab that leads. Where a browser has no locks, every tab leads. */
export class Election {
  private readonly name: string;
  private readonly locks: LockManager | undefined;
  private readonly changed: (leads: boolean) => void;
  private stands = false;
  /** Ends waiting for the lock, or holding it. */
  private end: (() => void) | undefined;

  constructor(name: string, locks: LockManager | undefined, changed: (leads: boolean) => void) {
    this.name = name;
    this.locks = locks;
    this.changed = changed;
  }

  /** Leads as soon as no other tab does. */
  stand(): void {
    if (this.stands) return;
    this.stands = true;
    if (this.locks) void this.wait(this.locks, false);
    else this.changed(true);
  }

  /** Leads no longer, and does not want to. */
  yield(): void {
    if (!this.stands) return;
    this.stands = false;
    if (this.locks) this.end?.();
    else this.changed(false);
  }

  /** Leads now, whoever else does: a tab that the system has put to sleep keeps its lock and does nothing. */
  seize(): void {
    if (!this.stands || !this.locks) return;
    this.end?.();
    void this.wait(this.locks, true);
  }

  private async wait(locks: LockManager, steal: boolean): Promise<void> {
    const waiting = new AbortController();
    const abort = () => waiting.abort();
    this.end = abort;
    let leads = false;
    const hold = () => {
      if (waiting.signal.aborted) return undefined;
      return new Promise<void>((release) => {
        leads = true;
        this.end = () => {
          leads = false;
          this.changed(false);
          release();
        };
        this.changed(true);
      });
    };
    try {
      // The two exclude each other.
      await locks.request(this.name, steal ? { steal } : { signal: waiting.signal }, hold);
    } catch {
      // Given up while waiting, or another tab has seized the lock.
      if (!leads) return;
      this.changed(false);
      if (this.stands) void this.wait(locks, false);
    }
  }
}
