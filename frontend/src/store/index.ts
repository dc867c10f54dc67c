// The local store: what a device keeps, and the ways to change it.
export { adopt } from "./adopt.ts";
export { newId } from "./id.ts";
export { countQueues, deviceOf } from "./meta.ts";
export { liveOf, type RecordKey, readMany } from "./records.ts";
export { discard, mend } from "./refused.ts";
export {
  type Database,
  databaseName,
  openDatabase,
  type Queued,
  type Refused,
  type StoredRecord,
} from "./schema.ts";
export { deleteRecord, setFields } from "./write.ts";
