// What the tabs of one database tell each other.
import type { RecordKey } from "../store/index.ts";

export type News =
  /** Records changed; read them again. */
  | { type: "changed"; keys: RecordKey[]; edited: boolean }
  /** A round of sync ended well. */
  | { type: "synced"; at: number }
  /** What the server told of its own accord was taken in, and nothing is missing up to there. */
  | { type: "heard"; at: number };

/** Tells every tab, this one included. */
export class Bus {
  private readonly channel: BroadcastChannel;
  private readonly hear: (news: News, own: boolean) => void;

  constructor(name: string, hear: (news: News, own: boolean) => void) {
    this.hear = hear;
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<News>) => hear(data, false);
  }

  tell(news: News): void {
    this.channel.postMessage(news);
    this.hear(news, true);
  }

  close(): void {
    this.channel.close();
  }
}
