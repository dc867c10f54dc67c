// A person with a browser.
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

let browser: Browser;
let contexts: BrowserContext[] = [];
/** What browsers complained about: errors of scripts, and whatever the content security policy stopped. */
let complaints: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  expect(complaints).toEqual([]);
  complaints = [];
});
afterAll(() => browser.close());

export interface Device {
  context: BrowserContext;
  page: Page;
}

/** A browser nobody has used before, in English. */
export async function device(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Device> {
  const context = await browser.newContext({
    baseURL: inject("url"),
    locale: "en-GB",
    viewport: { width: 390, height: 844 },
    ...options,
  });
  contexts.push(context);
  context.on("weberror", (error) => complaints.push(error.error().message));
  context.on("console", (message) => {
    // A request without a network, or without a session, is an answer and no fault; so is a link that was used.
    const expected =
      /Failed to load resource: (net::ERR_|the server responded with a status of 40[014])|^WebSocket connection to .* failed: .*net::ERR_/;
    if (message.type() === "error" && !expected.test(message.text())) complaints.push(message.text());
  });
  return { context, page: await context.newPage() };
}

/** Waits until the service worker has everything and answers for this page. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    });
  });
}

/** Writes an entry down by the form. */
export async function write(page: Page, title: string, instrument = "Cello"): Promise<void> {
  await page.goto("/logbook/new");
  await page.getByRole("combobox", { name: "Instrument" }).fill(instrument);
  await page.getByRole("button", { name: "Add a piece" }).click();
  await page.getByRole("combobox", { name: "Title" }).fill(title);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL("**/logbook");
  await entry(page, title).waitFor();
}

/** An entry in the list. */
export function entry(page: Page, title: string) {
  return page.getByRole("listitem").filter({ hasText: title });
}

/** Asks for a link and finds it in the local outbox. */
export async function link(page: Page, email: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByRole("link", { name: "Open the local outbox" }).click();
  const mail = page.getByRole("listitem").filter({ hasText: email }).first();
  return mail.getByRole("link", { name: "Follow the link" });
}

/** Signs in by the mail in the local outbox. */
export async function signIn(page: Page, email: string): Promise<void> {
  await (await link(page, email)).click();
  await page.getByRole("button", { name: "Yes, sign me in" }).click();
  await page.waitForURL("**/logbook");
}

/** Fetches now what other devices wrote, instead of in half a minute. */
export async function fetchNow(page: Page): Promise<void> {
  const pulled = page.waitForResponse("**/api/sync/pull");
  await page.getByRole("banner").getByRole("button").click();
  await page.getByRole("button", { name: "Sync now" }).click();
  await pulled;
}

/** Waits until everything is on the server. */
export async function everywhere(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Saved everywhere" }).waitFor();
}

/** An address nobody has used before. */
export function someone(name: string): string {
  return `${name}-${crypto.randomUUID().slice(0, 8)}@example.org`;
}
