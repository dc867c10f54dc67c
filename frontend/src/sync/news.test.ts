import { beforeEach, describe, expect, test, vi } from "vitest";
import { Device, shownBy } from "../../test/device.ts";
import { frameOf } from "../../test/realtime.ts";
import { rules } from "../../test/rules.ts";
import { type Announcement, RecordServer } from "../../test/server.ts";
import { read } from "../live/frames.ts";
import { isAtVersion, takeNews } from "./news.ts";

let clock: { now: number };
let server: RecordServer;
let phone: Device;
let tablet: Device;
let said: Announcement[];

beforeEach(async () => {
  clock = { now: 1_790_000_000_000 };
  server = new RecordServer(rules, () => clock.now);
  phone = await new Device(server, clock).start();
  tablet = await new Device(server, clock).start();
  // With something in it, so that both have a cursor to go on from.
  await phone.add({ notes: "the first" });
  await phone.sync();
  await tablet.sync();
  said = [];
  server.announce = (announcement) => said.push(announcement);
});

/** Lets the tablet hear what the server said, as it would over a connection. */
async function hear(announcement: Announcement | undefined): Promise<string> {
  const heard = read(frameOf(announcement as Announcement));
  return heard.type === "news" ? takeNews(tablet.context, heard.news) : heard.type;
}

describe("news", () => {
  test("of what comes next are taken in without a request", async () => {
    const pull = vi.spyOn(server, "pull");
    const id = await phone.add({ notes: "a" });
    await phone.sync();
    clock.now += 1;
    await phone.write(id, { notes: "b" });
    await phone.sync();
    pull.mockClear();
    expect(await hear(said[0])).toBe("taken");
    expect((await tablet.shown())[id]).toMatchObject({ notes: "a" });
    expect(await hear(said[1])).toBe("taken");
    expect(await tablet.shown()).toEqual(shownBy(server));
    expect(await isAtVersion(tablet.context, server.version)).toBe(true);
    expect(pull).not.toHaveBeenCalled();
    // The count agrees: what news told of is held as if it had been pulled.
    await tablet.sync();
    expect(pull).toHaveBeenCalledTimes(1);
  });

  test("of several changes in one commit are taken in together", async () => {
    await phone.add();
    await phone.add();
    await phone.sync();
    expect(said).toHaveLength(1);
    expect(await hear(said[0])).toBe("taken");
    expect(await tablet.shown()).toEqual(shownBy(server));
  });

  test("of a deletion delete", async () => {
    const id = await phone.add();
    await phone.sync();
    await phone.remove(id);
    await phone.sync();
    for (const one of said) await hear(one);
    expect(await tablet.shown()).not.toHaveProperty(id);
    expect(await isAtVersion(tablet.context, server.version)).toBe(true);
  });

  test("heard again change nothing", async () => {
    const id = await phone.add();
    await phone.sync();
    await hear(said[0]);
    const changed = vi.fn();
    const heard = read(frameOf(said[0] as Announcement));
    if (heard.type !== "news") throw new Error("no news");
    expect(await takeNews({ ...tablet.context, changed }, heard.news)).toBe("known");
    expect(changed).not.toHaveBeenCalled();
    expect(await tablet.shown()).toHaveProperty(id);
  });

  test("that come too early or leave something out change nothing, and a pull has it all", async () => {
    await phone.add();
    await phone.sync();
    const id = await phone.add();
    await phone.sync();
    expect(await hear(said[1])).toBe("gap");
    expect(await tablet.shown()).not.toHaveProperty(id);
    const [one] = said;
    // A record that changed twice in one commit is told of once, so that a version is missing.
    expect(await hear({ ...(one as Announcement), version: server.version })).toBe("gap");
    await tablet.sync();
    expect(await tablet.shown()).toEqual(shownBy(server));
    expect(await hear(said[0])).toBe("known");
  });

  test("that are known in part are taken in from there", async () => {
    await phone.add();
    await phone.sync();
    await phone.add();
    await phone.sync();
    await hear(said[0]);
    const both = said.flatMap(({ changes }) => changes);
    expect(await hear({ ...(said[1] as Announcement), changes: both })).toBe("taken");
    expect(await tablet.shown()).toEqual(shownBy(server));
  });

  test("do not end a pull of everything that is under way", async () => {
    const { pull } = server;
    for (let i = 0; i < 5; i++) await phone.add();
    await phone.sync();
    const fresh = await new Device(server, clock).start();
    server.pull = (request) => pull.call(server, { ...request, limit: 2 });
    fresh.fates = ["delivered", "request lost"];
    await fresh.sync();
    await phone.add();
    await phone.sync();
    const heard = read(frameOf(said.at(-1) as Announcement));
    if (heard.type !== "news") throw new Error("no news");
    expect(await takeNews(fresh.context, heard.news)).toBe("gap");
    await fresh.sync();
    expect(await fresh.shown()).toEqual(shownBy(server));
  });

  test("and what this device wrote meanwhile are merged", async () => {
    const id = await phone.add({ notes: "a", mood: "neutral" });
    await phone.sync();
    await hear(said[0]);
    clock.now += 1;
    await phone.write(id, { mood: "excited" });
    clock.now += 1;
    await tablet.write(id, { notes: "by the tablet" });
    await phone.sync();
    expect(await hear(said[1])).toBe("taken");
    expect((await tablet.shown())[id]).toMatchObject({ notes: "by the tablet", mood: "excited" });
    expect(await tablet.waiting()).toBe(1);
    await tablet.sync();
    expect(shownBy(server)[id]).toMatchObject({ notes: "by the tablet", mood: "excited" });
  });

  test("while a page is being pulled lose nothing", async () => {
    const id = await phone.add();
    await phone.sync();
    tablet.meanwhile = async () => {
      await hear(said[0]);
      await phone.write(id, { notes: "later" });
      clock.now += 1;
      await phone.sync();
      await hear(said[1]);
    };
    await tablet.sync();
    expect(await tablet.shown()).toEqual(shownBy(server));
    expect(await isAtVersion(tablet.context, server.version)).toBe(true);
  });
});
