// Requests that need a session. Where it has run out it is renewed once, by one tab for all.
import { exclusively } from "../sync/locks.ts";
import { OtherAccount, Refusal, SignedOut } from "../sync/transport.ts";
import { type Method, send } from "./request.ts";
import type { Session, User } from "./types.ts";

const REFRESHED = "mirubato.refreshed";

/** Sends a request as `userId`. Fails with `SignedOut` where there is no session and none can be had, with `OtherAccount` where it is not theirs. */
export async function sendAs<Answer>(
  userId: string,
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const sentAt = Date.now();
  try {
    return await send<Answer>(method, path, body);
  } catch (error) {
    if (!isUnauthenticated(error)) throw error;
  }
  await renew(userId, sentAt);
  try {
    return await send<Answer>(method, path, body);
  } catch (error) {
    throw isUnauthenticated(error) ? new SignedOut("the renewed session was refused") : error;
  }
}

/** Whose session it is. */
export async function whoAmI(userId: string): Promise<User> {
  const user = await sendAs<User>(userId, "GET", "/api/user/me");
  if (user.id !== userId) throw new OtherAccount("somebody else is signed in");
  return user;
}

/** Renews the session, unless that was done since `sentAt`. Fails as `sendAs` does. */
export function renew(userId: string, sentAt: number): Promise<void> {
  return exclusively("mirubato:refresh", async () => {
    if (Number(localStorage.getItem(REFRESHED)) > sentAt) return;
    try {
      const { user } = await send<Session>("POST", "/api/auth/refresh", {});
      if (user.id !== userId) throw new OtherAccount("somebody else is signed in");
    } catch (error) {
      throw isUnauthenticated(error) ? new SignedOut("the session cannot be renewed") : error;
    }
    localStorage.setItem(REFRESHED, String(Date.now()));
  });
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof Refusal && error.status === 401;
}
