// One request to the API and what its answer means.
import i18next from "i18next";
import type { Problem } from "../records/wire.ts";
import { Refusal, Unreachable } from "../sync/transport.ts";

const TIMEOUT_MILLIS = 30_000;

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Manner {
  /** Whether an answer the browser still has will do. It will not, unless said so. */
  cache?: RequestCache;
  timeoutMillis?: number;
}

/** Sends a request with the session's cookies. Fails with `Refusal` where the server answers with a problem, else with `Unreachable`. */
export async function send<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  { cache = "no-store", timeoutMillis = TIMEOUT_MILLIS }: Manner = {},
): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      cache,
      headers: {
        Accept: "application/json",
        // The language chosen in the app, which the browser's need not be: mail comes in it.
        ...(i18next.language && { "Accept-Language": i18next.language }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMillis),
    });
    text = await response.text();
  } catch (error) {
    throw new Unreachable("no answer", { cause: error });
  }
  const isJson = /^application\/([\w.-]+\+)?json\b/.test(response.headers.get("Content-Type") ?? "");
  if (!response.ok)
    throw new Refusal(response.status, problemOf(response, isJson, text), retryAfter(response));
  if (response.status === 204 || (response.status === 202 && text === "")) return undefined as Answer;
  // A page instead of an answer: the sign-in of a hotel's network, or a proxy's. The server was not reached.
  if (!isJson) throw new Unreachable("not an answer of the API");
  return JSON.parse(text) as Answer;
}

function problemOf(response: Response, isJson: boolean, text: string): Problem {
  const bare = {
    type: "about:blank",
    title: response.statusText || String(response.status),
    status: response.status,
  };
  if (!isJson) return bare;
  try {
    return { ...bare, ...(JSON.parse(text) as Partial<Problem>) };
  } catch {
    return bare;
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
