// With an account: what is written is on every device, whatever the network does.
import { expect, test } from "vitest";
import { device, entry, everywhere, link, signIn, someone, write } from "./app.ts";

test("what was written before signing in comes along, and is on the next device", async () => {
  const clara = someone("clara");
  const phone = await device();
  await write(phone.page, "Written before");
  await signIn(phone.page, clara);
  await entry(phone.page, "Written before").waitFor();
  await everywhere(phone.page);

  const laptop = await device({ viewport: { width: 1280, height: 800 } });
  await signIn(laptop.page, clara);
  await entry(laptop.page, "Written before").waitFor();
});

test("what is written offline goes out when the network is back", async () => {
  const robert = someone("robert");
  const phone = await device();
  await signIn(phone.page, robert);
  await everywhere(phone.page);
  await phone.context.setOffline(true);
  await phone.page.getByRole("navigation").getByRole("link", { name: "Write" }).click();
  await phone.page.getByRole("combobox", { name: "Instrument" }).fill("Piano");
  await phone.page.getByLabel("Notes").fill("In the cellar");
  await phone.page.getByRole("button", { name: "Save", exact: true }).click();
  await phone.page.getByRole("button", { name: /Offline · 1 waiting/ }).waitFor();
  await phone.context.setOffline(false);
  await everywhere(phone.page);

  const laptop = await device();
  await signIn(laptop.page, robert);
  await laptop.page.getByText("In the cellar").waitFor();
});

test("a session that is gone stops nothing but sync", async () => {
  const fanny = someone("fanny");
  const { context, page } = await device();
  await signIn(page, fanny);
  await everywhere(page);
  await context.clearCookies();
  await write(page, "Lied ohne Worte", "Piano");
  await page.getByRole("button", { name: "Sign in again to sync" }).waitFor();
  await entry(page, "Lied ohne Worte").waitFor();
  await signIn(page, fanny);
  await entry(page, "Lied ohne Worte").waitFor();
  await everywhere(page);
});

test("signing out asks about what is not on the server, and leaves nothing behind", async () => {
  const felix = someone("felix");
  const { context, page } = await device();
  await signIn(page, felix);
  await write(page, "Overture", "Violin");
  await everywhere(page);
  await page.goto("/settings");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Everything is on the server.").waitFor();
  await page.getByRole("button", { name: "Stay" }).click();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/welcome");
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(left.filter((name) => name !== "mirubato")).toEqual([]);
  await page.goto("/logbook");
  await page.getByText("The first page").waitFor();
});

test("a link that was used says so, and leads to a new one", async () => {
  const ignaz = someone("ignaz");
  const phone = await device();
  const address = await (await link(phone.page, ignaz)).getAttribute("href");
  await phone.page.goto(address ?? "");
  await phone.page.getByRole("button", { name: "Yes, sign me in" }).click();
  await phone.page.waitForURL("**/logbook");

  const laptop = await device();
  await laptop.page.goto(address ?? "");
  await laptop.page.getByRole("button", { name: "Yes, sign me in" }).click();
  await laptop.page.getByText("It was used already, or is older than 15 minutes.").waitFor();
  await laptop.page.getByRole("link", { name: "Send a new link" }).click();
  await laptop.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(laptop.page, ignaz);
});

test("a session left in the browser is taken up by its own address only", async () => {
  const marie = someone("marie");
  const { page } = await device();
  await signIn(page, marie);
  await page.evaluate(() => localStorage.removeItem("mirubato.account"));
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(someone("louis"));
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(marie);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.waitForURL("**/logbook");
  await everywhere(page);
});

test("the mail is in the language that was chosen in the app, whatever the browser's", async () => {
  const camille = someone("camille");
  const { page } = await device();
  await page.goto("/settings");
  await page.getByRole("combobox", { name: "Language" }).selectOption("fr");
  await page.getByRole("link", { name: "Se connecter" }).click();
  await page.getByLabel("Adresse e-mail").fill(camille);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await page.getByRole("link", { name: "Ouvrir la boîte locale" }).click();
  await page
    .getByRole("listitem")
    .filter({ hasText: camille })
    .getByText("Votre lien vers Mirubato")
    .waitFor();
});
