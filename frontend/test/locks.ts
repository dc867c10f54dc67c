// The browser's locks, for tests under Node: one holder at a time, in order; a steal throws the holder out.

interface Held {
  reject(error: Error): void;
}

export class Locks {
  private held: Held | undefined;
  private readonly waiting: (() => void)[] = [];

  async request<Result>(
    _name: string,
    { signal, steal = false }: LockOptions,
    work: () => Promise<Result> | undefined,
  ): Promise<Result | undefined> {
    if (steal) this.held?.reject(new DOMException("stolen", "AbortError"));
    else if (this.held) await this.turn(signal);
    return new Promise((resolve, reject) => {
      const held: Held = { reject };
      this.held = held;
      Promise.resolve(work())
        .then(resolve, reject)
        .finally(() => this.release(held));
    });
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      signal?.addEventListener("abort", () => {
        this.waiting.splice(this.waiting.indexOf(resolve), 1);
        reject(new DOMException("aborted", "AbortError"));
      });
    });
  }

  private release(held: Held): void {
    if (this.held !== held) return;
    this.held = undefined;
    this.waiting.shift()?.();
  }
}
