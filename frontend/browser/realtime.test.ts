// What one device writes is on the others a moment later.
import type { Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Device, device, entry, everywhere, signIn, someone, write } from "./app.ts";
import { type Line, line, onlyByConnection } from "./line.ts";
import { type Running, startServer } from "./server.ts";

type Online = Device & { line: Line };

const LAPTOP = { viewport: { width: 1280, height: 800 } };

/** A device of `email`, connected. */
async function online(email: string, options: Parameters<typeof device>[0] = {}): Promise<Online> {
  const made = await device(options);
  const ear = line(made.page);
  await signIn(made.page, email);
  await ear.stands();
  return { ...made, line: ear };
}

/** Two devices of one person, both connected, with one entry on both. */
async function two(name: string, options: Parameters<typeof device>[0] = {}): Promise<[Online, Online]> {
  const email = someone(name);
  const phone = await online(email, options);
  await write(phone.page, "The first of all");
  await phone.line.stands();
  await everywhere(phone.page);
  const laptop = await online(email, { ...LAPTOP, ...options });
  await entry(laptop.page, "The first of all").waitFor();
  await everywhere(laptop.page);
  return [phone, laptop];
}

async function note(page: Page, title: string, text: string): Promise<void> {
  await entry(page, title).getByRole("link").click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Notes").fill(text);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Practice" }).waitFor();
  await page.getByRole("link", { name: "Back" }).click();
}

test("an entry, an edit and a deletion are on the other device without a request", async () => {
  const [phone, laptop] = await two("nadia");
  await onlyByConnection(laptop.page);
  const before = laptop.line.requests.length;

  await write(phone.page, "Vers la vie nouvelle");
  await entry(laptop.page, "Vers la vie nouvelle").waitFor();
  await note(phone.page, "Vers la vie nouvelle", "Both hands from bar twelve");
  await entry(laptop.page, "Vers la vie nouvelle").getByText("Both hands from bar twelve").waitFor();
  await entry(phone.page, "Vers la vie nouvelle").getByRole("link").click();
  await phone.page.getByRole("button", { name: "Delete" }).click();
  await entry(laptop.page, "Vers la vie nouvelle").waitFor({ state: "detached" });
  expect(laptop.line.requests.slice(before)).toEqual([]);
});

test("what is written goes out over the connection", async () => {
  const [phone, laptop] = await two("lili");
  await onlyByConnection(phone.page);
  await note(phone.page, "The first of all", "Sent without a request");
  await entry(laptop.page, "The first of all").getByText("Sent without a request").waitFor();
  expect(phone.line.said.filter((text) => text.includes('"BULK_SYNC"')).length).toBeGreaterThan(0);
  expect(phone.line.requests.filter((path) => path === "/api/sync/push")).toEqual([]);
});

test("two tabs share one connection, and the one that is left takes it over", async () => {
  const [phone, laptop] = await two("augusta");
  const tab = await laptop.context.newPage();
  const ear = line(tab);
  await tab.goto("/logbook");
  await entry(tab, "The first of all").waitFor();
  await write(phone.page, "Les Argonautes");
  for (const page of [laptop.page, tab]) await entry(page, "Les Argonautes").waitFor();
  expect([laptop.line.open(), ear.made()]).toEqual([1, 0]);

  // Written in the tab without the connection, sent by the other.
  const said = laptop.line.said.length;
  await note(tab, "Les Argonautes", "From the other tab");
  await entry(phone.page, "Les Argonautes").getByText("From the other tab").waitFor();
  expect(laptop.line.said.slice(said).some((text) => text.includes("From the other tab"))).toBe(true);
  expect(ear.requests).not.toContain("/api/sync/push");

  await laptop.page.close();
  await ear.stands();
  await onlyByConnection(tab);
  await write(phone.page, "Irlande");
  await entry(tab, "Irlande").waitFor();
});

test("a device that was offline has what it missed as soon as it is back", async () => {
  const [phone, laptop] = await two("ethel");
  await laptop.context.setOffline(true);
  await laptop.page.getByRole("button", { name: "Offline" }).waitFor();
  await write(phone.page, "The Wreckers");
  await note(laptop.page, "The first of all", "Written without a network");
  await laptop.page.getByRole("button", { name: /Offline · 1 waiting/ }).waitFor();
  expect(await entry(laptop.page, "The Wreckers").count()).toBe(0);

  await laptop.context.setOffline(false);
  await entry(laptop.page, "The Wreckers").waitFor();
  await entry(phone.page, "The first of all").getByText("Written without a network").waitFor();
  await laptop.line.stands();
  await onlyByConnection(laptop.page);
  await write(phone.page, "Serenade in D");
  await entry(laptop.page, "Serenade in D").waitFor();
});

test("a session that runs out while connected is renewed, and nothing is missed meanwhile", async () => {
  const email = someone("amy");
  const phone = await online(email);
  await write(phone.page, "Theme with Variations");
  await phone.line.stands();
  const laptop = await device(LAPTOP);
  const sockets: WebSocketRoute[] = [];
  // Told of twice where the server closes too.
  const closed = new Set<WebSocketRoute>();
  await laptop.context.routeWebSocket("**/sync/ws*", (socket) => {
    sockets.push(socket);
    const server = socket.connectToServer();
    socket.onClose((code, reason) => {
      closed.add(socket);
      void server.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
    });
  });
  await signIn(laptop.page, email);
  await entry(laptop.page, "Theme with Variations").waitFor();
  await everywhere(laptop.page);
  await laptop.page.getByText(/^Also open on /).waitFor();
  const before = { sockets: sockets.length, closed: closed.size };

  const renewed = laptop.page.waitForResponse("**/api/auth/refresh");
  const type = "urn:mirubato:problem:auth-expired";
  sockets.at(-1)?.send(JSON.stringify({ type: "ERROR", data: { type, title: "expired", status: 401 } }));
  expect((await renewed).ok()).toBe(true);
  await expect.poll(() => [sockets.length - before.sockets, closed.size - before.closed]).toEqual([1, 1]);
  await onlyByConnection(laptop.page);
  await write(phone.page, "Rondo for Piano");
  await entry(laptop.page, "Rondo for Piano").waitFor();
});

test("where no socket can be had, changes come over a stream", async () => {
  const email = someone("cecile");
  const phone = await online(email);
  await write(phone.page, "Automne");
  await phone.line.stands();
  const laptop = await device(LAPTOP);
  // A network that opens sockets and lets nothing through.
  await laptop.context.routeWebSocket("**/sync/ws*", (socket) => socket.close());
  const stream = laptop.page.waitForResponse("**/sync/events*", { timeout: 60_000 });
  await signIn(laptop.page, email);
  await entry(laptop.page, "Automne").waitFor();
  expect((await stream).headers()["content-type"]).toMatch(/^text\/event-stream/);
  await everywhere(laptop.page);
  await onlyByConnection(laptop.page);
  await write(phone.page, "Callirhoë");
  await entry(laptop.page, "Callirhoë").waitFor();
});

test("each device says where else the app is open, until it is not", async () => {
  const [phone, laptop] = await two("germaine");
  const others = laptop.page.getByText(/^Also open on /);
  await others.waitFor();
  await laptop.page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  await laptop.page.getByRole("heading", { name: "Devices" }).waitFor();
  await laptop.page.getByText("This device", { exact: true }).waitFor();
  await laptop.page.getByText("Open now").waitFor();
  await phone.context.close();
  await others.waitFor({ state: "detached" });
  await laptop.page.getByText(/^Last active on /).waitFor();
});

describe("with a server that is started again", () => {
  let server: Running;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  test("both devices are connected again, and nothing written meanwhile is lost", async () => {
    const [phone, laptop] = await two("louise", { baseURL: server.url });
    await server.restart(async () => {
      await note(phone.page, "The first of all", "While the server was away");
      await phone.page.getByRole("button", { name: /1 waiting/ }).waitFor();
    });
    await phone.line.stands();
    await laptop.line.stands();
    await entry(laptop.page, "The first of all").getByText("While the server was away").waitFor();
    await everywhere(phone.page);
    await everywhere(laptop.page);
    await onlyByConnection(laptop.page);
    await write(phone.page, "Trente Caprices");
    await entry(laptop.page, "Trente Caprices").waitFor();
  });
});
