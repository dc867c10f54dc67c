// The server for the tests in a browser: the one at MIRUBATO_URL, or the host that was built, with a state of its own.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    url: string;
  }
}

const root = join(import.meta.dirname, "../..");

export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const given = process.env.MIRUBATO_URL;
  if (given) {
    project.provide("url", given);
    return undefined;
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const state = mkdtempSync(join(tmpdir(), "mirubato-browser-"));
  const host = spawn(
    join(root, "target/native/mirubato-host"),
    [
      "--from",
      "spin.toml",
      "--runtime-config-file",
      "runtime-config.toml",
      "--listen",
      `127.0.0.1:${port}`,
      "--state-dir",
      state,
    ],
    {
      cwd: root,
      env: { ...process.env, ...variables(), SPIN_VARIABLE_PUBLIC_URL: url },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  await answers(url, host);
  project.provide("url", url);
  return () => {
    host.kill();
    rmSync(state, { recursive: true, force: true });
  };
}

/** What `cargo xtask env` prints, as an environment. */
function variables(): Record<string, string> {
  const printed = execFileSync("cargo", ["xtask", "env"], { cwd: root, encoding: "utf8" });
  return Object.fromEntries(
    [...printed.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address ? address.port : 3000;
}

async function answers(url: string, host: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (host.exitCode !== null) throw new Error(`the host ended with ${host.exitCode}`);
    const ok = await fetch(`${url}/api/about`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the host does not answer");
}
