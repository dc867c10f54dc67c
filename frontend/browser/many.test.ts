// Years of practice: the journal stays as quick as on the first day.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { device, entry, fetchNow, signIn, someone } from "./app.ts";

const ENTRIES = 2_000;
const HOUR = 60 * 60 * 1_000;

/** Puts entries into the account of who is signed in, as another device of theirs would. The last one is `Chaconne 1`. */
async function practiseForYears(page: Page): Promise<void> {
  await page.evaluate(
    async ({ count, hour }) => {
      const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
      const id = (value: number) => `01890000-0000-7000-8000-${hex(value, 12)}`;
      const deviceId = crypto.randomUUID();
      const now = Date.now();
      const mutations = Array.from({ length: count }, (_, place) => {
        const fields = {
          timestamp: now - (place + 1) * 7 * hour,
          duration: 600 + (place % 90) * 60,
          type: "practice",
          instrument: place % 3 ? "violin" : "viola",
          pieces: [{ title: `Chaconne ${place + 1}`, composer: "Johann Sebastian Bach" }],
          notes: "Slowly, bar by bar, and then up to speed",
        };
        const stamp = `${now}-${hex(place, 4)}-${deviceId}`;
        const stamps = Object.fromEntries(Object.keys(fields).map((name) => [name, stamp]));
        return {
          id: String(place + 1),
          kind: "logbook_entry",
          recordId: id(place + 1),
          op: "set",
          fields,
          stamps,
        };
      });
      for (let from = 0; from < count; from += 500) {
        const response = await fetch("/api/sync/push", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ deviceId, mutations: mutations.slice(from, from + 500) }),
        });
        const { results } = (await response.json()) as { results: { status: string }[] };
        if (results.some(({ status }) => status !== "applied")) throw new Error("not all was taken");
      }
    },
    { count: ENTRIES, hour: HOUR },
  );
}

test("of two thousand entries only those in view are on the page, and all are found", async () => {
  const { page } = await device();
  await signIn(page, someone("johann"));
  await practiseForYears(page);
  await fetchNow(page);
  await entry(page, "Chaconne 1").first().waitFor();

  // From the disk, as at every start.
  await page.reload();
  await entry(page, "Chaconne 1").first().waitFor();
  const rows = () => page.getByRole("listitem").count();
  expect(await rows()).toBeLessThan(60);

  // Rows are measured as they come into view, so the end is not where it first seemed to be.
  const oldest = entry(page, `Chaconne ${ENTRIES}`);
  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return oldest.count();
    })
    .toBe(1);
  expect(await rows()).toBeLessThan(60);
  await page.evaluate(() => window.scrollTo(0, 0));

  await page.getByRole("searchbox").pressSequentially("chaconne 1234");
  await page.getByText("1 entry", { exact: true }).waitFor();
  await entry(page, "Chaconne 1234").waitFor();
  await page.getByRole("searchbox").fill("");
  await entry(page, "Chaconne 1").first().waitFor();
  expect(await rows()).toBeLessThan(60);

  // And back where one was, after a look at an entry.
  // Until all are listed again there is no such place, and until the rows there have taken the place of those above, clicking one would scroll
  // back to it.
  const place = async () => {
    await page.evaluate(() => window.scrollTo(0, 20_000));
    return Number(await page.getByRole("listitem").first().getAttribute("aria-posinset"));
  };
  await expect.poll(place).toBeGreaterThan(100);
  const seen = page.getByRole("listitem").getByRole("link").nth(5);
  await seen.click();
  await page.getByRole("link", { name: "Edit" }).waitFor();
  await page.goBack();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(10_000);
});
