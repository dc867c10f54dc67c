// Looking words up: by name and by slip, by the keys alone, in each language, and without a network.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { device, settled } from "./app.ts";

const field = (page: Page) => page.getByRole("searchbox");
const line = (page: Page, term: string) =>
  page
    .getByRole("main")
    .getByRole("link")
    .filter({ has: page.getByText(term, { exact: true }) })
    .first();
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();

/** Types a word and waits for what is found for it. */
async function lookUp(page: Page, typed: string): Promise<void> {
  await field(page).fill(typed);
  await page.waitForURL((url) => url.searchParams.get("q") === typed);
  await page.getByRole("main").locator("section[aria-busy=false]").waitFor();
}

/** Looks something up, after which the dictionary comes onto the device in a quiet moment. */
async function used(page: Page): Promise<void> {
  await page.goto("/lookup?q=presto");
  await line(page, "presto").waitFor();
  await page.getByText(/On this device: \d+ terms, \d+ kB/).waitFor();
}

test("a word is looked up, read, and leads to others", async () => {
  const { page } = await device();
  await page.goto("/logbook");
  await page.getByRole("navigation").getByRole("link", { name: "Dictionary" }).click();
  await heading(page, "Dictionary");
  await lookUp(page, "staccato");
  await line(page, "staccato").click();
  await heading(page, "staccato");
  await page.getByText("Italian · Articulation").waitFor();
  await page.getByText("[stakˈkaːto]").waitFor();
  await page.getByText("In practice").first().waitFor();
  const german = page.getByRole("group").filter({ hasText: "Deutsch" });
  expect(await german.getByRole("paragraph").first().isVisible()).toBe(false);
  await german.getByText("Deutsch").click();
  expect(await german.getByRole("paragraph").first().isVisible()).toBe(true);

  const related = page.locator("section").filter({ hasText: "See also" }).getByRole("link").first();
  const name = (await related.textContent()) ?? "";
  await related.click();
  await heading(page, name);
  await page.getByRole("link", { name: "Back" }).click();
  await heading(page, "staccato");
});

test("the way back leads to what was found", async () => {
  const { page } = await device();
  await page.goto("/lookup");
  await lookUp(page, "cresendo");
  await line(page, "crescendo").click();
  await heading(page, "crescendo");
  await page.getByRole("link", { name: "Back" }).click();
  await line(page, "crescendo").waitFor();
  expect(await field(page).inputValue()).toBe("cresendo");
});

test("through a slip, an abbreviation, and a description", async () => {
  const { page } = await device();
  await page.goto("/lookup");
  for (const [typed, meant] of [
    ["alegro", "allegro"],
    ["D.C. al Fine", "da capo al fine"],
    ["漸強", "crescendo"],
    ["gradually getting louder", "crescendo"],
  ] as const) {
    await lookUp(page, typed);
    await line(page, meant).waitFor();
  }
});

test("without a pointer: the arrows go through what was found, Enter opens, Escape begins anew", async () => {
  const { page } = await device();
  await page.goto("/lookup");
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  await field(page).focus();
  await page.keyboard.type("fortisimo");
  await page.keyboard.press("Enter");
  await heading(page, "fortissimo");

  await page.getByRole("link", { name: "Back" }).click();
  await line(page, "fortissimo").waitFor();
  await field(page).focus();
  await page.keyboard.press("ArrowDown");
  expect(await focused()).toContain("fortissimo");
  await page.keyboard.press("ArrowUp");
  expect(await field(page).evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  expect(await field(page).evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "By letter" }).waitFor();
  expect(await field(page).inputValue()).toBe("");
});

test("a kind and a letter can be leafed through", async () => {
  const { page } = await device();
  await page.goto("/lookup");
  await page.getByRole("link", { name: "Tempo", exact: true }).click();
  await line(page, "adagio").waitFor();
  expect(await line(page, "pizzicato").count()).toBe(0);
  await page.goBack();
  await page.getByRole("link", { name: "P", exact: true }).click();
  await line(page, "pizzicato").waitFor();
});

test("what was opened is among what is often looked up", async () => {
  const { page } = await device();
  const counted = page.waitForResponse("**/dictionary/api/analytics/track");
  await page.goto("/lookup/zarzuela");
  expect((await counted).ok()).toBe(true);
  const { page: other } = await device();
  await other.goto("/lookup");
  await other.getByRole("heading", { name: "Often looked up" }).waitFor();
  await other.getByRole("link", { name: "zarzuela" }).click();
  await heading(other, "zarzuela");
});

test("what is not there leads to what may be meant", async () => {
  const { page } = await device();
  await page.goto("/lookup/alegrro");
  await heading(page, "“alegrro” is not in the dictionary");
  await line(page, "allegro").click();
  await heading(page, "allegro");
  await page.goto("/lookup?q=%E2%80%A6");
  await page.getByRole("heading", { name: "Nothing for “…”" }).waitFor();
});

test("a term has a page to share, which looks like the app, needs no script, and leads back", async () => {
  const { page } = await device();
  await page.goto("/lookup/allegro");
  await settled(page);
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const own = await paper();
  await page.getByRole("link", { name: "Page to share" }).click();
  await page.waitForURL("**/dictionary/en/allegro");
  await heading(page, "allegro");
  expect(await paper()).toBe(own);
  expect(await page.locator('link[rel="canonical"]').getAttribute("href")).toMatch(
    /\/dictionary\/en\/allegro$/,
  );

  const plain = await device({ javaScriptEnabled: false });
  await plain.page.goto("/dictionary/en/allegro");
  await plain.page.getByRole("link", { name: "Deutsch" }).click();
  await plain.page.getByText("Schnell und lebhaft.").waitFor();

  await page.getByRole("searchbox").fill("cresendo");
  await page.keyboard.press("Enter");
  await line(page, "crescendo").waitFor();
  expect(new URL(page.url()).pathname).toBe("/lookup");
});

describe("without a network", () => {
  test("the dictionary is there after it was used once, and says that it is the one on the device", async () => {
    const { context, page } = await device();
    await page.goto("/welcome");
    await settled(page);
    await used(page);
    await context.setOffline(true);

    await page.reload();
    await lookUp(page, "alegro");
    await line(page, "allegro").waitFor();
    await page.getByText("Offline: from the dictionary on this device.").waitFor();
    await line(page, "allegro").click();
    await heading(page, "allegro");
    await page.getByText("Fast and lively.").waitFor();
    await page.getByText("The other languages need a connection.").waitFor();
    await page.getByRole("link", { name: "presto" }).click();
    await heading(page, "presto");
    await page.goto("/lookup?kind=dynamics");
    await line(page, "crescendo").waitFor();
    await page.goto("/lookup/nosuchterm");
    await heading(page, "“nosuchterm” is not in the dictionary");

    await context.setOffline(false);
    await page.goto("/lookup/allegro");
    await page.getByText("Deutsch").waitFor();
  });

  test("a service that fails is no reason to find nothing", async () => {
    const { page } = await device();
    await used(page);
    await page.route("**/dictionary/api/**", (route) => route.abort());
    await lookUp(page, "cresendo");
    await line(page, "crescendo").waitFor();
    await page.getByText("Offline: from the dictionary on this device.").waitFor();
  });

  test("before it was ever used it says why there is nothing, and looks again when the network is back", async () => {
    const { context, page } = await device();
    await page.goto("/welcome");
    await settled(page);
    await context.setOffline(true);
    await page.goto("/lookup?q=allegro");
    await page.getByRole("heading", { name: "No way to the dictionary" }).waitFor();
    await context.setOffline(false);
    await line(page, "allegro").waitFor();
  });
});

test.each([
  ["en-GB", "Dictionary", "Fast and lively."],
  ["es-ES", "Diccionario", "Rápido y animado."],
  ["fr-FR", "Dictionnaire", "Vif, gai et animé."],
  ["de-DE", "Wörterbuch", "Schnell und lebhaft."],
  ["zh-CN", "词典", "快板：快速而活泼。"],
  ["zh-TW", "辭典", "快板：快速而活潑。"],
])("in %s it is the %s", async (locale, name, brief) => {
  const { page } = await device({ locale });
  await page.goto("/lookup?q=allegro");
  await heading(page, name);
  const first = page.getByRole("main").getByRole("listitem").first();
  await first.getByText(brief).waitFor();
  await first.getByRole("link").click();
  await heading(page, "allegro");
  await page.getByText(brief, { exact: true }).waitFor();
});
