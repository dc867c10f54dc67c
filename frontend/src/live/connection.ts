// Carries out what the machine decides: opens and closes lines, sets timers, and hands on what is heard.
import type { Mutation, PushResponse } from "../records/wire.ts";
import type { News } from "../sync/news.ts";
import { Unreachable } from "../sync/transport.ts";
import { type Present, ping, queue, read, type Said } from "./frames.ts";
import { step } from "./machine.ts";
import { type Effect, type Input, type Line, START, type State, type Timer, type Way } from "./state.ts";

/** What a line tells. After `closed` nothing more. */
export interface Listener {
  opened(): void;
  heard(text: string): void;
  /** `refused` where the server does not know the session. */
  closed(refused: boolean): void;
}

/** An open line, or one that is being opened. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

export type Open = (line: Line, listener: Listener) => Wire;

export interface ConnectionOptions {
  open: Open;
  renew(): Promise<"renewed" | "over" | "unknown">;
  /** The connection stands, or no longer. `version` is then the user's. */
  tell(live: Way | undefined, version: number | undefined): void;
  take(news: News): void;
  /** There is something to pull. */
  doubt(): void;
  /** The server says in passing what the user's version is. */
  compare(version: number): void;
  show(devices: Present[]): void;
  now(): number;
  random(): number;
}

interface Question {
  resolve(answer: PushResponse): void;
  reject(error: Error): void;
}

/** The one connection of a browser. */
export class Connection {
  private readonly options: ConnectionOptions;
  private state: State = START;
  private readonly wires = new Map<number, Wire>();
  private readonly timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  private readonly questions = new Map<string, Question>();
  private asked = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  start(): void {
    this.put({ what: "wanted", wanted: true });
  }

  stop(): void {
    this.put({ what: "wanted", wanted: false });
  }

  /** Something speaks for trying or for making sure. */
  nudge(): void {
    this.put({ what: "nudge" });
  }

  /** The network is gone. */
  offline(): void {
    this.put({ what: "offline" });
  }

  /** Sends a part of the queue. Fails with `Unreachable` where no answer comes, and then it has to be sent another way. */
  ask(mutations: Mutation[]): Promise<PushResponse> {
    this.asked += 1;
    const id = String(this.asked);
    return new Promise((resolve, reject) => {
      this.questions.set(id, { resolve, reject });
      this.put({ what: "ask", id, mutations });
    });
  }

  private put(input: Input): void {
    const [state, ...effects] = step(this.state, input, this.options.random());
    this.state = state;
    for (const effect of effects) this.carryOut(effect);
  }

  private carryOut(effect: Effect): void {
    const { options, questions } = this;
    switch (effect.do) {
      case "open":
        this.open(effect.line);
        break;
      case "close":
        this.wires.get(effect.line)?.close();
        this.wires.delete(effect.line);
        break;
      case "ping":
        this.send(effect.line, ping(options.now()));
        break;
      case "ask":
        this.send(effect.line, queue(effect.id, effect.mutations, options.now()));
        break;
      case "set":
        this.set(effect.timer, effect.millis);
        break;
      case "clear":
        clearTimeout(this.timers.get(effect.timer));
        this.timers.delete(effect.timer);
        break;
      case "renew":
        void options.renew().then((outcome) => this.put({ what: "renewed", outcome }));
        break;
      case "tell":
        options.tell(effect.live, effect.live && effect.version);
        break;
      case "take":
        options.take(effect.news);
        break;
      case "doubt":
        options.doubt();
        break;
      case "compare":
        options.compare(effect.version);
        break;
      case "show":
        options.show(effect.devices);
        break;
      case "answer":
        questions.get(effect.id)?.resolve(effect.answer);
        questions.delete(effect.id);
        break;
      case "fail":
        questions.get(effect.id)?.reject(new Unreachable("no answer over the connection"));
        questions.delete(effect.id);
    }
  }

  private open(line: Line): void {
    const { id } = line;
    const wire = this.options.open(line, {
      // It counts from its greeting: there are networks that open a connection and let nothing through.
      opened: () => undefined,
      heard: (text) => this.put({ what: "heard", line: id, heard: read(text) }),
      closed: (refused) => {
        this.wires.delete(id);
        this.put({ what: "closed", line: id, refused });
      },
    });
    this.wires.set(id, wire);
  }

  private send(line: number, said: Said): void {
    this.wires.get(line)?.send(JSON.stringify(said));
  }

  private set(timer: Timer, millis: number): void {
    clearTimeout(this.timers.get(timer));
    this.timers.set(
      timer,
      setTimeout(() => {
        this.timers.delete(timer);
        this.put({ what: "timer", timer });
      }, millis),
    );
  }
}
