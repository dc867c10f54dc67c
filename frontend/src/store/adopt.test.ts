import { beforeEach, expect, test } from "vitest";
import { anEntry } from "../../test/device.ts";
import { rules } from "../../test/rules.ts";
import { toValues, valuesOf } from "../records/copy.ts";
import { adopt, type Database, deleteRecord, newId, openDatabase, setFields } from "./index.ts";

const NOW = 1_790_000_000_000;
const KIND = "logbook_entry";
let made = 0;
let before: Database;
let account: Database;

beforeEach(async () => {
  made += 1;
  before = await openDatabase(`before-${made}`);
  account = await openDatabase(`account-${made}`);
});

async function write(db: Database, more: Record<string, unknown> = {}, id = newId(NOW)): Promise<string> {
  await setFields(db, rules, { kind: KIND, id }, toValues({ ...anEntry(NOW), ...more }), NOW);
  return id;
}

test("what was written before signing in becomes the account's, in order and to be sent", async () => {
  const id = await write(before, { notes: "first" });
  await write(before, { notes: "second" }, id);
  const gone = await write(before);
  await deleteRecord(before, rules, { kind: KIND, id: gone }, NOW);
  const own = await write(account);

  expect(await adopt(before, account, rules)).toBe(4);
  expect((await account.getAll("outbox")).map(({ recordId }) => recordId)).toEqual([own, id, id, gone, gone]);
  const record = await account.get("records", [KIND, id]);
  expect(record && valuesOf(record.copy)).toMatchObject({ notes: "second", instrument: "piano" });
  expect((await account.get("records", [KIND, gone]))?.at).toBeUndefined();
  expect(await before.count("outbox")).toBe(0);
  expect(await before.count("records")).toBe(0);
});

test("cut off after the copy and begun again, it takes nothing twice", async () => {
  const id = await write(before);
  const queue = await before.getAll("outbox");
  const records = await before.getAll("records");
  await adopt(before, account, rules);
  // As if the second half had never happened.
  for (const queued of queue) await before.put("outbox", queued);
  for (const record of records) await before.put("records", record);

  expect(await adopt(before, account, rules)).toBe(0);
  expect(await account.count("outbox")).toBe(1);
  expect(await before.count("outbox")).toBe(0);
  expect(await account.get("records", [KIND, id])).toBeDefined();
});

test("an edit in the account after it has a later stamp than what came along", async () => {
  const id = await write(before, { notes: "before" });
  await adopt(before, account, rules);
  // A clock that went back in between.
  await setFields(account, rules, { kind: KIND, id }, toValues({ notes: "after" }), NOW - 60_000);
  const record = await account.get("records", [KIND, id]);
  expect(record && valuesOf(record.copy)).toMatchObject({ notes: "after" });
});

test("the same entry in both keeps the later of each field", async () => {
  const id = await write(account, { notes: "in the account", mood: "neutral" });
  await setFields(before, rules, { kind: KIND, id }, toValues({ notes: "later, elsewhere" }), NOW + 1_000);
  await adopt(before, account, rules);
  const record = await account.get("records", [KIND, id]);
  expect(record && valuesOf(record.copy)).toMatchObject({ notes: "later, elsewhere", mood: "neutral" });
});
