// The journal: this week at a glance, then everything, newest first.
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useTitle } from "../ui/use-title.ts";
import { EntryList } from "./entry-list.tsx";
import { Filters } from "./filters.tsx";
import { Overview } from "./overview.tsx";
import { type Filter, prepare, search } from "./search.ts";
import { useLogbook } from "./store.ts";
import { useWords } from "./words.ts";

const NO_FILTER: Filter = { text: "", type: null, instrument: null };

export default function ListPage() {
  const { t } = useTranslation("logbook");
  useTitle(t("journal"));
  const { loaded, entries } = useLogbook();
  const words = useWords();
  const format = useFormat();
  const [filter, setFilter] = useState(NO_FILTER);
  const wanted = useDeferredValue(filter);
  const found = useMemo(() => search(entries, wanted, words.any), [entries, wanted, words]);
  useEffect(() => prepare(entries, words.any), [entries, words]);
  // To the minute, so that what is worked out for it is not worked out anew with each letter typed.
  const now = Math.floor(Date.now() / 60_000) * 60_000;

  if (!loaded) return <main className="min-h-dvh" aria-busy="true" />;
  const isFiltered = found !== entries;
  return (
    <main className="mx-auto w-full max-w-6xl px-4 pb-32 md:pt-4 lg:grid lg:grid-cols-[minmax(0,1fr)_21rem] lg:gap-12">
      <header className="lg:col-start-2 lg:row-start-1">
        <div className="lg:sticky lg:top-4">
          <h1 className="sr-only">{t("journal")}</h1>
          <Overview entries={entries} now={now} />
        </div>
      </header>
      <div className="lg:col-start-1 lg:row-start-1">
        {entries.length === 0 ? (
          <Empty />
        ) : (
          <>
            <Filters filter={filter} onChange={setFilter} entries={entries} />
            <p
              role="status"
              className={isFiltered && found.length > 0 ? "mt-3 text-sm text-soft" : "sr-only"}
            >
              {isFiltered && t("found", { count: found.length, number: format.number(found.length) })}
            </p>
            {found.length === 0 ? (
              <NothingFound showAll={() => setFilter(NO_FILTER)} />
            ) : (
              <EntryList entries={found} now={now} />
            )}
          </>
        )}
      </div>
    </main>
  );
}

function Empty() {
  const { t } = useTranslation("logbook");
  return (
    <div className="mt-8 grid justify-items-center gap-3 rounded-2xl border border-rule border-dashed px-6 py-14 text-center">
      <Icon name="note" className="size-9 text-accent" />
      <h2 className="text-2xl">{t("emptyTitle")}</h2>
      <p className="max-w-sm text-soft">{t("emptyText")}</p>
      <div className="mt-3 flex flex-wrap justify-center gap-3">
        <ButtonLink to="/logbook/new" look="strong">
          {t("write")}
        </ButtonLink>
        <ButtonLink to="/timer">{t("startTimer")}</ButtonLink>
      </div>
    </div>
  );
}

function NothingFound({ showAll }: { showAll: () => void }) {
  const { t } = useTranslation("logbook");
  return (
    <div className="grid justify-items-center gap-3 px-6 py-12 text-center">
      <h2 className="text-2xl">{t("nothingTitle")}</h2>
      <p className="text-soft">{t("nothingText")}</p>
      <Button className="mt-2" onClick={showAll}>
        {t("showAll")}
      </Button>
    </div>
  );
}
