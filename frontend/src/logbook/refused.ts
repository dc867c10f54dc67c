// What the server refused of a record.
import { useEffect, useState } from "react";
import { vault } from "../session/vault.ts";
import type { Refused } from "../store/index.ts";
import { KIND } from "./entry.ts";

/** The refusals of that entry. */
export function useRefused(id: string | undefined): Refused[] {
  const [refused, setRefused] = useState<Refused[]>([]);
  useEffect(() => {
    setRefused([]);
    if (id === undefined) return;
    let wanted = true;
    void vault()
      .then(({ db }) => db.getAllFromIndex("refused", "byRecord", [KIND, id]))
      .then((found) => wanted && setRefused(found));
    return () => {
      wanted = false;
    };
  }, [id]);
  return refused;
}
