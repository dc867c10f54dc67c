// Requests against a server on this machine that behaves as the API does about sessions.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OtherAccount, Refusal, SignedOut, Unreachable } from "../sync/transport.ts";
import { send } from "./request.ts";
import { sendAs, whoAmI } from "./session.ts";

const ME = { id: "u1", email: "clara@example.org" };
let server: Server;
let base: string;
let log: string[];
/** What the next answers are, by path; afterwards 200. */
let answers: Record<string, [status: number, body: unknown, headers?: Record<string, string>][]>;
const realFetch = globalThis.fetch;

beforeEach(async () => {
  log = [];
  answers = {};
  const stored = new Map<string, string>();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    },
    // A page's own addresses.
    fetch: (path: string, init: RequestInit) => realFetch(base + path, init),
  });
  server = createServer((request, response) => {
    const path = request.url ?? "";
    log.push(`${request.method} ${path}`);
    const [status, body, headers] = answers[path]?.shift() ?? [
      200,
      path === "/api/auth/refresh" ? { user: ME } : ME,
    ];
    const type = status < 400 ? "application/json" : "application/problem+json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  globalThis.fetch = realFetch;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const over: [number, unknown] = [
  401,
  { type: "urn:mirubato:problem:not-signed-in", title: "Not signed in", status: 401 },
];

test("a session that ran out is renewed once and the request sent again", async () => {
  answers = { "/api/user/me": [over] };
  expect(await whoAmI("u1")).toMatchObject(ME);
  expect(log).toEqual(["GET /api/user/me", "POST /api/auth/refresh", "GET /api/user/me"]);
});

test("a session that cannot be renewed is over", async () => {
  answers = { "/api/user/me": [over], "/api/auth/refresh": [over] };
  await expect(whoAmI("u1")).rejects.toBeInstanceOf(SignedOut);
});

test("a renewed session that is refused all the same is over, without a circle", async () => {
  answers = { "/api/user/me": [over, over, over] };
  await expect(whoAmI("u1")).rejects.toBeInstanceOf(SignedOut);
  expect(log).toHaveLength(3);
});

test("somebody else's session is never used", async () => {
  await expect(whoAmI("u2")).rejects.toBeInstanceOf(OtherAccount);
  answers = { "/api/sync/push": [over] };
  await expect(sendAs("u2", "POST", "/api/sync/push", {})).rejects.toBeInstanceOf(OtherAccount);
  expect(log.filter((line) => line.includes("push"))).toHaveLength(1);
});

test("a server in trouble while renewing ends no session", async () => {
  answers = {
    "/api/user/me": [over],
    "/api/auth/refresh": [[503, "down", { "content-type": "text/plain" }]],
  };
  await expect(whoAmI("u1")).rejects.toMatchObject({ name: "Refusal", status: 503 });
});

test("a problem comes with its reason and how long to wait", async () => {
  answers = {
    "/api/x": [
      [
        429,
        { type: "urn:mirubato:problem:too-many-requests", title: "Too many requests", status: 429 },
        { "retry-after": "7" },
      ],
    ],
  };
  const error = await send("GET", "/api/x").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ status: 429, retryAfter: 7_000, isFinal: false });
});

test("the sign-in page of a hotel's network is not an answer", async () => {
  answers = { "/api/x": [[200, "<html>Welcome to the Grand Hotel</html>", { "content-type": "text/html" }]] };
  await expect(send("GET", "/api/x")).rejects.toBeInstanceOf(Unreachable);
});

test("no server is no answer", async () => {
  base = "http://127.0.0.1:9";
  await expect(send("GET", "/api/x")).rejects.toBeInstanceOf(Unreachable);
});
