// Builds what is served: the app, its service worker, compressed siblings, and the list of all of it for the server.
import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { injectManifest } from "workbox-build";
import { listAssets } from "./assets.mjs";

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(frontend, "dist");
const worker = join(dist, "sw.js");

process.env.VITE_VERSION ??= version();
await build({ root: frontend, configFile: join(frontend, "vite.config.ts"), logLevel: "warn" });
await build({
  root: frontend,
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: "es2022",
    rolldownOptions: {
      input: join(frontend, "src/sw/sw.ts"),
      output: { format: "iife", entryFileNames: "sw.js" },
    },
  },
});
const { count, size, warnings } = await injectManifest({
  swSrc: worker,
  swDest: worker,
  globDirectory: dist,
  globPatterns: ["**/*.{html,js,css,wasm,svg,json,webmanifest}", "icons/*.png"],
  globIgnores: ["sw.js"],
  // Their names carry a hash of what is in them already.
  dontCacheBustURLsMatching: /^assets\//,
  maximumFileSizeToCacheInBytes: 1_000_000,
});
for (const warning of warnings) console.error(warning);
console.log(`build: ${count} files, ${Math.round(size / 1_000)} kB kept on the device`);
await rm(join(dist, "assets.json"), { force: true });
await listAssets(dist);

/** What the settings page shows: the commit, where there is one. */
function version() {
  try {
    return execFileSync("git", ["describe", "--always", "--tags"], {
      cwd: frontend,
      encoding: "utf8",
    }).trim();
  } catch {
    return "dev";
  }
}
