// The tabs of a browser share one connection: the one that leads has it, and tells the others what they need of it.
import type { Mutation, PushResponse } from "../records/wire.ts";
import { Unreachable } from "../sync/transport.ts";
import { Election } from "./election.ts";
import type { Present } from "./frames.ts";
import type { Way } from "./state.ts";

/** What every tab knows of the connection. */
export interface Shared {
  live: Way | undefined;
  devices: Present[];
}

/** What the leading tab has. */
export interface Leading {
  start(): void;
  stop(): void;
  nudge(): void;
  offline(): void;
  ask(mutations: Mutation[]): Promise<PushResponse>;
}

type Word =
  /** Whoever leads, say how things are. */
  | { type: "who leads" }
  | { type: "shared"; shared: Shared }
  | { type: "ask"; id: string; mutations: Mutation[] }
  | { type: "answer"; id: string; answer?: PushResponse };

export interface TabsOptions {
  /** Of the lock and of the channel; one for each database. */
  name: string;
  locks: LockManager | undefined;
  connection: Leading;
  /** Told in every tab whenever it changes. */
  changed(shared: Shared): void;
}

/** How long a leader may take to answer before it counts as asleep. */
const ASLEEP_MILLIS = 5_000;
const CHECK_MILLIS = 60_000;
/** Longer than the leader waits for the server. */
const ASK_MILLIS = 11_000;
/** Out of view for as long, a tab leads no more. Browsers slow timers down from five minutes on, and then its pings would come too late. */
const LINGER_MILLIS = 4 * 60_000;

const NOTHING: Shared = { live: undefined, devices: [] };

/** One tab's part in the connection. Only tabs in view stand for leading; without any there is no connection. */
export class Tabs {
  private readonly options: TabsOptions;
  private readonly channel: BroadcastChannel;
  private readonly election: Election;
  private readonly questions = new Map<string, (answer: PushResponse | undefined) => void>();
  private shared = NOTHING;
  private leads = false;
  private stopped = false;
  private asleep: ReturnType<typeof setTimeout> | undefined;
  private linger: ReturnType<typeof setTimeout> | undefined;
  private check: ReturnType<typeof setInterval> | undefined;

  constructor(options: TabsOptions) {
    this.options = options;
    this.channel = new BroadcastChannel(options.name);
    this.channel.onmessage = ({ data }: MessageEvent<Word>) => this.hear(data);
    this.election = new Election(options.name, options.locks, (leads) => this.lead(leads));
  }

  /** The tab came into view, or went out of it. */
  inView(visible: boolean): void {
    clearTimeout(this.linger);
    clearInterval(this.check);
    if (visible) {
      this.election.stand();
      this.nudge();
      this.check = setInterval(() => this.isAnyoneThere(), CHECK_MILLIS);
    } else if (this.leads) {
      this.linger = setTimeout(() => this.election.yield(), LINGER_MILLIS);
    } else {
      this.election.yield();
      clearTimeout(this.asleep);
    }
  }

  /** Something speaks for trying or for making sure. */
  nudge(): void {
    if (this.leads) this.options.connection.nudge();
    else this.isAnyoneThere();
  }

  /** The network is gone. */
  offline(): void {
    if (this.leads) this.options.connection.offline();
  }

  /** Sends a part of the queue over the connection. Fails with `Unreachable` where that is not possible. */
  async ask(mutations: Mutation[]): Promise<PushResponse> {
    if (this.shared.live !== "socket") throw new Unreachable("no connection");
    if (this.leads) return this.options.connection.ask(mutations);
    const id = crypto.randomUUID();
    const answer = await new Promise<PushResponse | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ASK_MILLIS);
      this.questions.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.say({ type: "ask", id, mutations });
    });
    this.questions.delete(id);
    if (!answer) throw new Unreachable("no answer over the connection");
    return answer;
  }

  /** Tells all tabs what is known of the connection. Only the tab that leads has anything to tell. */
  tell(news: Partial<Shared>): void {
    if (!this.leads) return;
    this.keep({ ...this.shared, ...news });
    this.say({ type: "shared", shared: this.shared });
  }

  stop(): void {
    this.inView(false);
    clearTimeout(this.linger);
    this.election.yield();
    this.stopped = true;
    this.channel.close();
  }

  private lead(leads: boolean): void {
    if (this.leads === leads) return;
    clearTimeout(this.asleep);
    if (leads) {
      this.leads = true;
      // What the former leader said is over.
      this.tell(NOTHING);
      this.options.connection.start();
    } else {
      this.options.connection.stop();
      this.tell(NOTHING);
      this.leads = false;
    }
  }

  private hear(word: Word): void {
    switch (word.type) {
      case "who leads":
        if (this.leads) this.say({ type: "shared", shared: this.shared });
        break;
      case "shared":
        clearTimeout(this.asleep);
        if (!this.leads) this.keep(word.shared);
        break;
      case "ask":
        if (this.leads) void this.askFor(word.id, word.mutations);
        break;
      case "answer":
        this.questions.get(word.id)?.(word.answer);
    }
  }

  private async askFor(id: string, mutations: Mutation[]): Promise<void> {
    const answer = await this.options.connection.ask(mutations).catch(() => undefined);
    this.say({ type: "answer", id, ...(answer && { answer }) });
  }

  private isAnyoneThere(): void {
    if (this.leads) return;
    clearTimeout(this.asleep);
    this.asleep = setTimeout(() => this.election.seize(), ASLEEP_MILLIS);
    this.say({ type: "who leads" });
  }

  private keep(shared: Shared): void {
    this.shared = shared;
    this.options.changed(shared);
  }

  private say(word: Word): void {
    if (!this.stopped) this.channel.postMessage(word);
  }
}
