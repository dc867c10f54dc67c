// Turns the components of the rules into modules that a browser runs: src/generated/{merge,names}.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transpile } from "@bytecodealliance/jco-transpile";

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..");
const components = join(frontend, "../target/components");
const generated = join(frontend, "src/generated");

/** When the file was last written, or 0 where there is none. */
const writtenAt = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

async function bring(name) {
  const component = join(components, `${name}.wasm`);
  if (!(await writtenAt(component))) {
    execFileSync("cargo", ["xtask", "build", "rules"], { cwd: join(frontend, ".."), stdio: "inherit" });
  }
  const folder = join(generated, name);
  if ((await writtenAt(join(folder, `${name}.js`))) > (await writtenAt(component))) return;

  const { files } = await transpile(component, {
    name,
    outDir: ".",
    // A trap ends an instance for good, so the app makes instances itself and can make another.
    instantiation: "async",
    minify: true,
    nodejsCompat: false,
  });
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, path.endsWith(".js") ? withoutLookup(content) : content);
  }
  const bytes = (await readFile(component)).length;
  console.log(`rules: ${name} from ${bytes} bytes`);
}

/** Without looking for the core module beside itself: the app hands it over, and a bundler would take every file there for an asset. */
function withoutLookup(content) {
  const code = new TextDecoder().decode(content);
  return code
    .replace(/^"use components";/, "")
    .replace(/new URL\(`\.\/\$\{(\w+)\}`,\s*import\.meta\.url\)/, "$1");
}

await bring("merge");
await bring("names");
