// Reading a copy of a record, and its passage to and from the wire.
import type { RecordCopy, Values } from "../rules/types.ts";
import { canonical, parse } from "./json.ts";
import type { Change, Mutation } from "./wire.ts";

/** Whether the copy is deleted: while its deletion is later than every change of a field. */
export function isDeleted({ fields, deleted }: RecordCopy): boolean {
  return deleted !== undefined && fields.every(({ stamp }) => stamp < deleted);
}

/** The greatest stamp in the copy. */
export function lastStamp({ fields, deleted }: RecordCopy): string | undefined {
  return fields.reduce<string | undefined>((last, { stamp }) => later(last, stamp), deleted);
}

/** The later of two stamps. */
export function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** The fields as plain values. */
export function valuesOf({ fields }: RecordCopy): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, value }) => [name, parse(value)]));
}

/** Plain values as the rules take them. What is `undefined` is left out. */
export function toValues(values: Record<string, unknown>): Values {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, canonical(value)]);
}

/** A queued change as the server takes it. */
export function toMutation(id: string, kind: string, recordId: string, change: RecordCopy): Mutation {
  if (change.fields.length === 0) return { id, kind, recordId, op: "delete", stamp: change.deleted };
  return {
    id,
    kind,
    recordId,
    op: "set",
    fields: valuesOf(change),
    stamps: Object.fromEntries(change.fields.map(({ name, stamp }) => [name, stamp])),
  };
}

/** A change from the server as a copy of the record. A field without a stamp cannot be merged and is left out. */
export function fromChange({ fields, stamps, deletedStamp }: Change): RecordCopy {
  const known = Object.entries(fields).flatMap(([name, value]) => {
    const stamp = stamps[name];
    return stamp === undefined ? [] : [{ name, value: canonical(value), stamp }];
  });
  known.sort((a, b) => (a.name < b.name ? -1 : 1));
  return deletedStamp == null ? { fields: known } : { fields: known, deleted: deletedStamp };
}
