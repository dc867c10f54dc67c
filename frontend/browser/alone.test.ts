// Without an account: the app works at once, offline, and loses nothing.
import { expect, test } from "vitest";
import { device, entry, settled, write } from "./app.ts";

test("after the first visit everything works without a network", async () => {
  const { context, page } = await device();
  await page.goto("/");
  await page.waitForURL("**/welcome");
  await settled(page);
  await context.setOffline(true);

  await page.reload();
  await page.getByRole("link", { name: "Start writing" }).click();
  await write(page, "Élégie, Op. 24");
  for (const path of ["/timer", "/settings", "/settings/refused", "/sign-in", "/nowhere", "/welcome"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
  }
  await page.goto("/settings");
  for (const [language, heading] of [
    ["de", "Einstellungen"],
    ["zh-TW", "設定"],
    ["en", "Settings"],
  ] as const) {
    await page.getByRole("main").getByRole("combobox").selectOption(language);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }
  await page.goto("/");
  await page.waitForURL("**/logbook");
  await entry(page, "Élégie").waitFor();
});

test("what is being typed survives a reload, and a saved entry leaves no draft", async () => {
  const { page } = await device();
  await page.goto("/logbook/new");
  await page.getByLabel("Notes").fill("Bar 12, slowly");
  await page.reload();
  expect(await page.getByLabel("Notes").inputValue()).toBe("Bar 12, slowly");
  await page.getByText("This is what you were writing last.").waitFor();
  await page.getByRole("combobox", { name: "Instrument" }).fill("Nyckelharpa");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("listitem").filter({ hasText: "nyckelharpa" }).waitFor();
  await page.goto("/logbook/new");
  expect(await page.getByLabel("Notes").inputValue()).toBe("");
});

test("what is missing is said beside its field, and stops being said once it is there", async () => {
  const { page } = await device();
  await page.goto("/logbook/new");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const instrument = page.getByRole("combobox", { name: "Instrument" });
  await page.getByText("Please fill this in.").waitFor();
  expect(await instrument.getAttribute("aria-invalid")).toBe("true");
  expect(await instrument.evaluate((field) => field === document.activeElement)).toBe(true);
  await instrument.fill("Oboe");
  await page.getByText("Please fill this in.").waitFor({ state: "detached" });
});

test("a timer goes on while the app is closed, and ends in a form that only needs saving", async () => {
  const { context, page } = await device();
  await context.clock.install({ time: new Date("2026-11-24T18:00:00") });
  await page.goto("/timer");
  await page.getByRole("combobox", { name: "Instrument" }).fill("Viola");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await context.clock.fastForward("05:00");
  await page.getByRole("combobox", { name: "Next piece" }).fill("Hindemith, Solo Sonata");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.goto("about:blank");
  await context.clock.fastForward("25:00");
  await page.goto("/logbook");
  await page.getByRole("link", { name: /30:0\d/ }).click();
  await page.getByRole("button", { name: "Finish" }).click();
  await page.getByRole("heading", { name: "What did you play?" }).waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const row = entry(page, "Hindemith, Solo Sonata");
  await row.getByText("30m").waitFor();
  await row.getByRole("link").click();
  await page.getByText("25m").waitFor();
});

test("a deleted entry can be taken back", async () => {
  const { page } = await device();
  await write(page, "Asturias", "Guitar");
  await entry(page, "Asturias").getByRole("link").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/logbook");
  await entry(page, "Asturias").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await entry(page, "Asturias").waitFor();
  await page.reload();
  await entry(page, "Asturias").waitFor();
});

test("another tab shows an entry as soon as it is written", async () => {
  const { context, page } = await device();
  const other = await context.newPage();
  await other.goto("/logbook");
  await page.bringToFront();
  await write(page, "Gymnopédie No. 1", "Piano");
  await entry(other, "Gymnopédie No. 1").waitFor();
});

test("search finds it without its accents", async () => {
  const { page } = await device();
  await write(page, "Étude Op. 10 No. 3", "Piano");
  await write(page, "Nocturne", "Piano");
  await page.getByRole("searchbox").fill("etude op 10");
  await entry(page, "Nocturne").waitFor({ state: "detached" });
  await entry(page, "Étude").waitFor();
});

test("language and colours stay as chosen, from the first moment of every start", async () => {
  const { context, page } = await device({ colorScheme: "light" });
  await page.goto("/settings");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const day = await paper();
  await page.getByRole("combobox", { name: "Language" }).selectOption("de");
  await page.getByRole("radio", { name: "Nacht" }).check({ force: true });
  const night = await paper();
  expect(night).not.toBe(day);

  const other = await context.newPage();
  // Before the app itself is there.
  await other.route("**/assets/*.js", (route) => route.abort());
  await other.goto("/settings");
  expect(
    await other.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]),
  ).toEqual(["de", "dark"]);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Einstellungen" }).waitFor();
  expect(await paper()).toBe(night);
  expect(await page.getByRole("radio", { name: "Nacht" }).isChecked()).toBe(true);
  expect(await page.title()).toBe("Einstellungen · Mirubato");
});
