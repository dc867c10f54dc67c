// Everybody can use it: every page is held against the rules of WCAG 2.2 AA, by day and by night, small and large.
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { device, write } from "./app.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What the page does wrong, if anything. */
async function faults(page: Page): Promise<string[]> {
  // What is fading in has not its colours yet.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ runOnly });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
    );
  }, RULES);
}

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test.each(["phone", "desktop"] as const)("on a %s", async (size) => {
    const { page } = await device({ colorScheme, viewport: sizes[size] });
    const pages = [
      "/welcome",
      "/logbook",
      "/timer",
      "/settings",
      "/settings/refused",
      "/sign-in",
      "/auth/verify?token=x",
      "/nowhere",
    ];
    for (const path of pages) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
      expect(await faults(page), path).toEqual([]);
    }
    await page.goto("/logbook/new");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Please fill this in.").waitFor();
    expect(await faults(page), "a form with errors").toEqual([]);
    await page.getByRole("combobox", { name: "Instrument" }).fill("Ce");
    await page.getByRole("option", { name: "Cello" }).waitFor();
    expect(await faults(page), "an open list").toEqual([]);
    await write(page, "Élégie");
    expect(await faults(page), "the journal").toEqual([]);
    await page.goto("/timer");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await faults(page), "a question").toEqual([]);
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.goto("/logbook");
    await page.getByRole("complementary").waitFor();
    await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
    expect(await faults(page), "a running timer").toEqual([]);
  });
});
