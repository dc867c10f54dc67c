// The server for the tests in a browser: the one at MIRUBATO_URL, or the host that was built, with data of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    url: string;
  }
}

/** What is shown of the host's log where it does not start, in characters. */
const MOST_OF_THE_LOG = 4_000;

const root = join(import.meta.dirname, "../..");

/** A server that runs. */
export interface Running {
  url: string;
  /** Ends it, does `meanwhile`, and starts it again where it was, with the data it had. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.MIRUBATO_URL;
  if (given) {
    project.provide("url", given);
    return undefined;
  }
  const server = await startServer();
  project.provide("url", server.url);
  return server.stop;
}

/** The host that was built, with data of its own. */
export async function startServer(): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "mirubato-browser-"));
  const start = () => startHost(url, flags(port, folder));
  let host = await start();
  return {
    url,
    async restart(meanwhile) {
      await host.stop();
      await meanwhile();
      host = await start();
    },
    async stop() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startHost(url: string, args: string[]): Promise<{ stop(): Promise<void> }> {
  const host = spawn(join(root, "target/native/mirubato-host"), args, {
    cwd: root,
    env: { ...process.env, ...variables(url) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => host.once("exit", () => resolve()));
  let log = "";
  host.stderr.on("data", (text: Buffer) => {
    log = (log + text).slice(-MOST_OF_THE_LOG);
  });
  await answers(url, host).catch((error: Error) => {
    host.kill();
    throw new Error(`${error.message}; its log ends with\n${log}`);
  });
  return {
    async stop() {
      host.kill();
      await ended;
    },
  };
}

/** The application as it stands, its data in `folder`. Compiled components are kept where the other tests keep them. */
function flags(port: number, folder: string): string[] {
  const config = join(folder, "runtime-config.toml");
  const theirs = readFileSync(join(root, "runtime-config.toml"), "utf8");
  writeFileSync(config, theirs.replaceAll('".mirubato/', `"${folder}/`));
  return [
    ...["--from", "spin.toml", "--runtime-config-file", config],
    ...["--listen", `127.0.0.1:${port}`, "--state-dir", join(root, "target/test-state")],
  ];
}

function variables(url: string): Record<string, string> {
  // Signs tokens and proves services, in tests only.
  const key = Buffer.alloc(32, 7).toString("base64url");
  return {
    SPIN_VARIABLE_ENVIRONMENT: "local",
    SPIN_VARIABLE_PUBLIC_URL: url,
    SPIN_VARIABLE_SIGNING_KEY: key,
    SPIN_VARIABLE_SERVICE_SECRET: key,
  };
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
