// The server as the engine sees it, and the ways a request can fail.
import {
  type Problem,
  type PullRequest,
  type PullResponse,
  type PushRequest,
  type PushResponse,
  slug,
} from "../records/wire.ts";

export interface Transport {
  push(request: PushRequest): Promise<PushResponse>;
  pull(request: PullRequest): Promise<PullResponse>;
}

/** No answer came: offline, cut off, or too late. Whether the server acted on the request is not known. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** The session is over and could not be renewed. Nothing is lost by that; the user signs in again. */
export class SignedOut extends Error {
  override name = "SignedOut";
}

/** The session is that of another account than the database's. Nothing may be sent. */
export class OtherAccount extends Error {
  override name = "OtherAccount";
}

/** The server answered with a problem. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: number;
  readonly problem: Problem;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Problem, retryAfter?: number) {
    super(problem.title);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** Whether the server read what was sent and cannot accept it, so that sending it again is no use. */
  get isFinal(): boolean {
    return FINAL.includes(slug(this.problem));
  }
}

const FINAL = ["malformed-request", "too-large", "invalid-input", "invalid-record"];
