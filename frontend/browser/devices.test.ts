// Two devices of one person: each goes its way offline, and both end with the same.
import type { BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Device, device, entry, everywhere, fetchNow, signIn, someone, write } from "./app.ts";

const DAY = 24 * 60 * 60 * 1_000;

/** Two devices, signed in, with one entry that is on both. */
async function two(name: string, title: string): Promise<{ phone: Device; laptop: Device }> {
  const email = someone(name);
  const phone = await device();
  await signIn(phone.page, email);
  await write(phone.page, title);
  await everywhere(phone.page);
  const laptop = await device({ viewport: { width: 1280, height: 800 } });
  await signIn(laptop.page, email);
  await entry(laptop.page, title).waitFor();
  return { phone, laptop };
}

/** Opens the form of an entry, from the journal and without loading a page, as one does offline. */
async function edit(page: Page, title: string): Promise<void> {
  await entry(page, title).getByRole("link").click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("heading", { name: "Edit entry" }).waitFor();
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Practice" }).waitFor();
  await page.getByRole("link", { name: "Back" }).click();
}

async function online(...contexts: BrowserContext[]): Promise<void> {
  for (const context of contexts) await context.setOffline(false);
}

test("different fields of one entry, changed on two devices without a network, are both kept", async () => {
  const { phone, laptop } = await two("clara", "Three Romances");
  await phone.context.setOffline(true);
  await laptop.context.setOffline(true);

  await edit(phone.page, "Three Romances");
  await phone.page.getByLabel("Notes").fill("The second one by heart");
  await save(phone.page);
  await phone.page.getByRole("button", { name: /Offline · 1 waiting/ }).waitFor();
  await edit(laptop.page, "Three Romances");
  await laptop.page.getByRole("radio", { name: "Excited" }).check({ force: true });
  await laptop.page.getByRole("button", { name: "1h", exact: true }).click();
  await save(laptop.page);
  await laptop.page.getByRole("button", { name: /Offline · 1 waiting/ }).waitFor();

  await online(phone.context, laptop.context);
  await everywhere(phone.page);
  await everywhere(laptop.page);
  for (const { page } of [phone, laptop]) {
    await fetchNow(page);
    const row = entry(page, "Three Romances");
    await row.getByText("The second one by heart").waitFor();
    await row.getByText("Excited").waitFor();
    await row.getByText("1h").waitFor();
  }
});

test("a field changed on both devices ends the same on both, as it was written last", async () => {
  const { phone, laptop } = await two("robert", "Kinderszenen");
  await phone.context.setOffline(true);
  await laptop.context.setOffline(true);
  for (const [page, notes] of [
    [phone.page, "Written first"],
    [laptop.page, "Written last"],
  ] as const) {
    await edit(page, "Kinderszenen");
    await page.getByLabel("Notes").fill(notes);
    await save(page);
  }
  // The other way round than they were written.
  await online(laptop.context);
  await everywhere(laptop.page);
  await online(phone.context);
  await everywhere(phone.page);
  for (const { page } of [phone, laptop]) {
    await fetchNow(page);
    await entry(page, "Kinderszenen").getByText("Written last").waitFor();
  }
});

test("a deletion made without a network arrives, and taking it back as well", async () => {
  const { phone, laptop } = await two("fanny", "Das Jahr");
  await phone.context.setOffline(true);
  await entry(phone.page, "Das Jahr").getByRole("link").click();
  await phone.page.getByRole("button", { name: "Delete" }).click();
  await phone.page.getByText("The first page").waitFor();
  await phone.page.getByRole("button", { name: /Offline · 1 waiting/ }).waitFor();
  await online(phone.context);
  await everywhere(phone.page);
  await fetchNow(laptop.page);
  await laptop.page.getByText("The first page").waitFor();

  await phone.page.getByRole("button", { name: "Undo" }).click();
  await entry(phone.page, "Das Jahr").waitFor();
  await everywhere(phone.page);
  await fetchNow(laptop.page);
  await entry(laptop.page, "Das Jahr").waitFor();
});

test("a device whose clock is a day ahead loses nothing and does not have the last word for a day", async () => {
  const email = someone("felix");
  const fast = await device();
  await fast.context.clock.install({ time: Date.now() + DAY });
  await signIn(fast.page, email);
  await write(fast.page, "Octet", "Violin");
  await everywhere(fast.page);
  const right = await device();
  await signIn(right.page, email);
  await entry(right.page, "Octet").waitFor();

  await edit(fast.page, "Octet");
  await fast.page.getByLabel("Notes").fill("By the clock that is ahead");
  await save(fast.page);
  await everywhere(fast.page);
  await fetchNow(right.page);
  await entry(right.page, "Octet").getByText("By the clock that is ahead").waitFor();
  await edit(right.page, "Octet");
  await right.page.getByLabel("Notes").fill("By the clock that is right");
  await save(right.page);
  await everywhere(right.page);
  await fetchNow(fast.page);
  await entry(fast.page, "Octet").getByText("By the clock that is right").waitFor();
});

test("a signed-in device starts without a network, with all it had, and sends what was written meanwhile", async () => {
  const { phone, laptop } = await two("joseph", "Hungarian Concerto");
  await phone.page.close();
  await phone.context.setOffline(true);
  const page = await phone.context.newPage();
  await page.goto("/");
  await entry(page, "Hungarian Concerto").waitFor();
  await page.getByRole("button", { name: "Offline" }).waitFor();
  await write(page, "Written on the train");
  await page.getByRole("button", { name: /Offline · 1 waiting/ }).waitFor();
  await page.close();

  // It was waiting on the disk, not in a page.
  await phone.context.setOffline(false);
  const later = await phone.context.newPage();
  await later.goto("/");
  await everywhere(later);
  await fetchNow(laptop.page);
  await entry(laptop.page, "Written on the train").waitFor();
  expect(await laptop.page.getByRole("listitem").filter({ hasText: "Written on the train" }).count()).toBe(1);
});
