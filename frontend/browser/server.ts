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

/** The host that was built, with its gateway, a Redis and data of its own. */
export async function startServer(): Promise<Running> {
  const [port, publish, redisPort] = await freePorts(3);
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "mirubato-browser-"));
  const redis = new Process("redis-server", [
    ...["--port", String(redisPort), "--bind", "127.0.0.1", "--dir", folder],
    ...["--save", "", "--appendonly", "no", "--loglevel", "warning"],
  ]);
  const start = async () => {
    const host = new Process(
      join(root, "target/native/mirubato-host"),
      flags(`127.0.0.1:${port}`, `127.0.0.1:${publish}`, folder),
      variables(url, `http://127.0.0.1:${publish}`, `redis://127.0.0.1:${redisPort}`),
    );
    await host.answers(url);
    return host;
  };
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
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A program that runs until it is stopped. */
class Process {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private log = "";

  constructor(program: string, args: string[], env: Record<string, string> = {}) {
    this.child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.ended = new Promise((resolve) => this.child.once("exit", () => resolve()));
    this.child.stderr?.on("data", (text: Buffer) => {
      this.log = (this.log + text).slice(-MOST_OF_THE_LOG);
    });
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.ended;
  }

  async answers(url: string): Promise<void> {
    for (let tries = 0; tries < 300 && this.child.exitCode === null; tries++) {
      const ok = await fetch(`${url}/api/about`).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`the host does not answer; its log ends with\n${this.log}`);
  }
}

/** The application as it stands, its data in `folder`. Compiled components are kept where the other tests keep them. */
function flags(listen: string, publish: string, folder: string): string[] {
  const config = join(folder, "runtime-config.toml");
  const theirs = readFileSync(join(root, "runtime-config.toml"), "utf8");
  writeFileSync(config, theirs.replaceAll('".mirubato/', `"${folder}/`));
  return [
    ...["--from", "spin.toml", "--runtime-config-file", config, "--listen", listen],
    ...["--gateway", "/sync/", "--gateway-publish", publish],
    ...["--state-dir", join(root, "target/test-state")],
  ];
}

function variables(url: string, publish: string, redis: string): Record<string, string> {
  // Signs tokens and proves services, in tests only.
  const key = Buffer.alloc(32, 7).toString("base64url");
  return {
    SPIN_VARIABLE_ENVIRONMENT: "local",
    SPIN_VARIABLE_PUBLIC_URL: url,
    SPIN_VARIABLE_SIGNING_KEY: key,
    SPIN_VARIABLE_SERVICE_SECRET: key,
    SPIN_VARIABLE_GATEWAY_KEY: key,
    SPIN_VARIABLE_GATEWAY_PUBLISH: publish,
    SPIN_VARIABLE_REDIS_URL: redis,
    SPIN_VARIABLE_CHANGES_REDIS_URL: redis,
  };
}

/** Ports that nobody uses, different from each other. */
async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer());
  const ports = probes.map(async (probe) => {
    await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
    const address = probe.address();
    if (typeof address !== "object" || !address) throw new Error("no port");
    return address.port;
  });
  const found = await Promise.all(ports);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return found;
}
