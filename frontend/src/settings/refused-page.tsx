// What the server refused, each with its reason and the two ways on.
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { KIND, toEntry } from "../logbook/entry.ts";
import { useReasons } from "../logbook/form/reasons.ts";
import { useWords } from "../logbook/words.ts";
import { loadRules } from "../rules/load.ts";
import { vault } from "../session/vault.ts";
import { discard, type Refused, type StoredRecord } from "../store/index.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { useTitle } from "../ui/use-title.ts";

interface Case {
  refused: Refused;
  record: StoredRecord | undefined;
}

export default function RefusedPage() {
  const { t } = useTranslation("settings");
  useTitle(t("refusedTitle"));
  const reasons = useReasons();
  const [cases, setCases] = useState<Case[]>();

  const read = useCallback(async () => {
    const { db } = await vault();
    const all = await db.getAll("refused");
    const records = await Promise.all(all.map(({ kind, recordId }) => db.get("records", [kind, recordId])));
    setCases(all.map((refused, place) => ({ refused, record: records[place] })));
  }, []);
  useEffect(() => void read(), [read]);

  const giveUp = async ({ kind, recordId }: Refused) => {
    const [{ db, bus, engine }, rules] = await Promise.all([vault(), loadRules()]);
    await discard(db, rules, { kind, id: recordId });
    bus.tell({ type: "changed", keys: [{ kind, id: recordId }], edited: true });
    engine?.nudge();
    await read();
  };

  return (
    <main className="mx-auto grid w-full max-w-2xl gap-5 px-4 pt-4 pb-32 md:pt-8">
      <BackLink to="/settings" />
      <h1 className="text-3xl">{t("refusedTitle")}</h1>
      <p className="text-soft">{t("refusedText")}</p>
      {cases?.length === 0 && <p>{t("refusedNone")}</p>}
      <ul className="grid gap-4">
        {cases?.map((one) => (
          <li key={one.refused.seq} className="grid gap-3 rounded-2xl border border-rule bg-sheet p-5">
            <Title {...one} />
            <ul className="list-disc pl-5 text-sm text-accent">
              {reasons(one.refused.problem).map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            <div className="flex flex-wrap gap-3">
              {one.refused.kind === KIND && one.record?.at !== undefined && (
                <ButtonLink to={`/logbook/${one.refused.recordId}/edit`} look="strong">
                  {t("mend")}
                </ButtonLink>
              )}
              <Button look="danger" onClick={() => void giveUp(one.refused)}>
                {t("giveUp")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </main>
  );
}

function Title({ refused, record }: Case) {
  const format = useFormat();
  const words = useWords();
  if (!record || refused.kind !== KIND) return <h2 className="text-lg">{refused.kind}</h2>;
  const entry = toEntry(record);
  return (
    <h2 className="text-lg">
      {entry.pieces[0]?.title ?? words.type(entry.type)}
      <span className="text-soft"> · {format.date(entry.timestamp)}</span>
    </h2>
  );
}
