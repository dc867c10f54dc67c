// Compresses what is worth it, and writes `assets.json`, by which the server answers for every file without reading it first.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
const COMPRESSIBLE = [".css", ".html", ".js", ".json", ".svg", ".wasm", ".webmanifest"];
const WORTH_IT_BYTES = 1_024;

/** Lists every file under `dist` as `{ "/path": { etag, type, immutable, br, gz, bytes } }` and writes its `.br` and `.gz`. */
export async function listAssets(dist) {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const assets = {};
  for (const file of files.sort()) {
    const extension = extname(file);
    const path = `/${relative(dist, file).split(sep).join("/")}`;
    const type = TYPES[extension];
    if (!type) throw new Error(`no content type for ${path}`);
    const content = await readFile(file);
    const compress = COMPRESSIBLE.includes(extension) && content.length > WORTH_IT_BYTES;
    if (compress) await writeCompressed(file, content);
    const hash = createHash("sha256").update(content).digest("base64url").slice(0, 22);
    assets[path] = {
      etag: `"${hash}"`,
      type,
      immutable: path.startsWith("/assets/"),
      br: compress,
      gz: compress,
      bytes: content.length,
    };
  }
  await writeFile(join(dist, "assets.json"), `${JSON.stringify(assets, null, 2)}\n`);
}

async function writeCompressed(file, content) {
  const brotli = await promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  const zipped = await promisify(gzip)(content, { level: 9 });
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, zipped)]);
}
