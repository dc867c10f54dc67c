// Draws the PNG icons from the SVG ones, with the browser. Run after changing an SVG; the PNGs are committed.
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const icons = new URL("../public/icons/", import.meta.url);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [source, target, size] of [
  ["icon.svg", "icon-192.png", 192],
  ["icon.svg", "icon-512.png", 512],
  ["maskable.svg", "icon-180.png", 180],
  ["maskable.svg", "maskable-512.png", 512],
]) {
  const svg = await readFile(new URL(source, icons), "utf8");
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await writeFile(new URL(target, icons), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
