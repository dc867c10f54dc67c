// Everybody can use it: every page is held against the rules of WCAG 2.2 AA, by day and by night, small and large.
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { device, entry, settled, signIn, someone, write } from "./app.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const LOOKS = (["light", "dark"] as const).flatMap((colorScheme) => [
  { colorScheme, width: 390, height: 844 },
  { colorScheme, width: 1280, height: 800 },
]);

/** Looks for what is wrong with the page as it stands, in each of its looks. */
async function isFine(page: Page, what: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const { colorScheme, width, height } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    // What is fading in has not its colours yet.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    const faults = await page.evaluate(async (runOnly) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ runOnly });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
      );
    }, RULES);
    expect(faults, `${what}, ${colorScheme}, ${width} wide`).toEqual([]);
  }
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });

test.each([
  "/welcome",
  "/logbook",
  "/timer",
  "/settings",
  "/settings/refused",
  "/lookup",
  "/dictionary/de",
  "/dictionary/de/allegro",
  "/dictionary/zh-TW/nosuchterm",
  "/sign-in",
  "/auth/verify?token=x",
  "/auth/verify",
  "/dev/outbox",
  "/nowhere",
])("%s", async (path) => {
  const { page } = await device();
  await page.goto(path);
  await heading(page);
  await isFine(page, path);
});

test("a form with its errors and its lists", async () => {
  const { page } = await device();
  await page.goto("/logbook/new");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Please fill this in.").waitFor();
  await isFine(page, "errors");
  await page.getByRole("combobox", { name: "Instrument" }).fill("Ce");
  await page.getByRole("option", { name: "Cello" }).waitFor();
  await isFine(page, "an open list");
});

test("a journal with entries, an entry, and a search that finds nothing", async () => {
  const { page } = await device();
  await write(page, "Élégie");
  await isFine(page, "the journal");
  await page.getByRole("searchbox").fill("Nocturne");
  await page.getByRole("heading", { name: "Nothing found" }).waitFor();
  await isFine(page, "nothing found");
  await page.getByRole("button", { name: "Show everything" }).click();
  await entry(page, "Élégie").getByRole("link").click();
  await page.getByRole("link", { name: "Edit" }).waitFor();
  await isFine(page, "an entry");
});

test("the dictionary: what was found, nothing, a letter, a term, and one that is not there", async () => {
  const { page } = await device();
  for (const [path, there] of [
    ["/lookup?q=alegro", "Fast and lively."],
    ["/lookup?q=%E2%80%A6", "Try another spelling"],
    ["/lookup?letter=p", "pizzicato"],
    ["/lookup/allegro", "In other languages"],
    ["/lookup/nosuchterm", "The address may be wrong"],
  ] as const) {
    await page.goto(path);
    await page.getByRole("main").getByText(there).first().waitFor();
    await isFine(page, path);
  }
  await page.goto("/lookup/allegro");
  await page.getByText("Deutsch").click();
  await isFine(page, "another language");
});

test("the dictionary without a network", async () => {
  const { context, page } = await device();
  await page.goto("/lookup?q=alegro");
  await page.getByText(/On this device: /).waitFor();
  await settled(page);
  await context.setOffline(true);
  await page.reload();
  await page.getByText("Offline: from the dictionary").waitFor();
  await isFine(page, "found on the device");
  await page.goto("/lookup/allegro");
  await page.getByText("The other languages need a connection.").waitFor();
  await isFine(page, "a term on the device");
});

test("a running timer, its question, and its bar on other pages", async () => {
  const { page } = await device();
  await page.goto("/timer");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await isFine(page, "a running timer");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").waitFor();
  await isFine(page, "a question");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.goto("/logbook");
  await page.getByRole("complementary").waitFor();
  await heading(page);
  await isFine(page, "a timer's bar");
});

test("who else is there, and the list of devices", async () => {
  const email = someone("ursula");
  const { page } = await device();
  await signIn(page, email);
  const other = await device();
  await signIn(other.page, email);
  const others = page.getByText(/^Also open on /);
  await others.first().waitFor({ state: "attached" });
  await isFine(page, "the journal with others");
  await page.goto("/settings");
  await page.getByText("Open now").waitFor();
  await others.first().waitFor({ state: "attached" });
  await isFine(page, "the list of devices");
  await page.getByRole("button", { name: "Saved" }).click();
  await page
    .getByRole("dialog")
    .getByText(/^Also open on /)
    .waitFor();
  await isFine(page, "how things stand");
});
