// Without a pointer: everything can be reached by the keys, in an order that makes sense, and the focus is never lost.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { device, entry, everywhere, someone } from "./app.ts";

/** More than any page has to pass. */
const MOST_STEPS = 40;

/** What has the focus, as a screen reader would name it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return "";
    const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
    const label = isField ? element.labels?.[0]?.textContent : undefined;
    return (element.getAttribute("aria-label") ?? label ?? element.textContent).trim();
  });
}

/** Presses Tab until what is called `name` has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press("Tab");
    const found = await focused(page);
    if (found.startsWith(name)) return;
    passed.push(found);
  }
  expect.fail(`no way to “${name}”, only past ${passed.join(" | ")}`);
}

/** Goes to what is called `name` and presses Enter. */
async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

/** Waits for a page. Its heading has the focus, so that the keys go on from there. */
async function arrives(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor({ state: "attached" });
  await expect.poll(() => focused(page)).toBe(heading);
}

test("signing in, writing an entry, and deleting it", async () => {
  const { page } = await device();
  await page.goto("/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await press(page, "Sign in");
  await arrives(page, "Sign in");
  await tabTo(page, "E-mail");
  await page.keyboard.type("not an address");
  await page.keyboard.press("Enter");
  await page.getByText("This does not look like an address.").waitFor();
  expect(await focused(page)).toBe("E-mail");
  await page.getByLabel("E-mail").selectText();
  await page.keyboard.type(someone("nadia"));
  await page.keyboard.press("Enter");
  await arrives(page, "Look into your mail");
  await press(page, "Open the local outbox");
  await arrives(page, "Outbox");
  await page.getByRole("link", { name: "Follow the link" }).first().waitFor();
  await press(page, "Follow the link");
  await page.getByRole("heading", { name: "Almost there" }).waitFor();
  await press(page, "Yes, sign me in");
  await page.getByText("The first page").waitFor();

  await press(page, "Write something down");
  await arrives(page, "What did you play?");
  await tabTo(page, "Instrument");
  await page.keyboard.type("acc");
  await page.getByRole("option", { name: "Accordion" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("combobox", { name: "Instrument" }).inputValue()).toBe("Accordion");
  await press(page, "Add a piece");
  await expect.poll(() => focused(page)).toBe("Title");
  await page.keyboard.type("Libertango");
  await page.keyboard.press("Escape");
  await press(page, "Save");
  await arrives(page, "Journal");
  await entry(page, "Libertango").waitFor();
  await everywhere(page);

  await press(page, "Libertango");
  await arrives(page, "Practice");
  await press(page, "Delete");
  await arrives(page, "Journal");
  await page.getByText("The first page").waitFor();
  await press(page, "Undo");
  await entry(page, "Libertango").waitFor();
});

test("the first key leads past the navigation to what the page is about", async () => {
  const { page } = await device({ viewport: { width: 1280, height: 800 } });
  await page.goto("/settings");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  await tabTo(page, "Language");
});

test("a question keeps the focus, and Escape answers it with no", async () => {
  const { page } = await device();
  await page.goto("/timer");
  await press(page, "Start");
  await press(page, "Discard");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Tab");
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await focused(page)).toBe("Discard");
  await page.getByRole("button", { name: "Finish" }).waitFor();
});
