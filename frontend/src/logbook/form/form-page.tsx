// Writing down a practice, new or again.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { loadRules } from "../../rules/load.ts";
import type { Values } from "../../rules/types.ts";
import { newId } from "../../store/index.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toasts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { mendEntry, saveEntry } from "../actions.ts";
import { type Entry, KIND } from "../entry.ts";
import { useRefused } from "../refused.ts";
import { useLogbook } from "../store.ts";
import { dropDraft, keepDraft, readDraft } from "./draft.ts";
import { EntryFields } from "./entry-fields.tsx";
import { blank, type FormState, fromEntry, valuesOfForm } from "./model.ts";
import { type Code, type Problems, problemsOf } from "./problems.ts";
import { useReasons } from "./reasons.ts";

/** Loads what the form starts from, so that the form itself always has it. */
export default function FormPage() {
  const { id } = useParams();
  const [query] = useSearchParams();
  const { loaded, entries } = useLogbook();
  if (!loaded) return null;
  const entry = entries.find((one) => one.id === id);
  const like = entries.find((one) => one.id === query.get("like"));
  const newest = entries[0];
  const fresh = entry
    ? fromEntry(entry)
    : blank(Date.now(), like ?? (newest && { instrument: newest.instrument }));
  return (
    <EntryForm key={id ?? "new"} id={id} fresh={fresh} draft={readDraft(id)} {...(entry && { entry })} />
  );
}

function EntryForm({
  id,
  fresh,
  draft,
  entry,
}: {
  id: string | undefined;
  fresh: FormState;
  draft: FormState | undefined;
  entry?: Entry;
}) {
  const { t } = useTranslation("form");
  const navigate = useNavigate();
  const [state, setState] = useState(draft ?? fresh);
  const [restored, setRestored] = useState(draft !== undefined && draft.source !== "timer");
  const [problems, setProblems] = useState<Problems>(new Map());
  const [attempts, setAttempts] = useState(0);
  const [saving, setSaving] = useState(false);
  const refused = useRefused(id);
  const reasons = useReasons();
  const form = useRef<HTMLFormElement>(null);
  useTitle(id ? t("editEntry") : t("newEntry"));

  /** The values to save, or nothing once everything that is wrong is marked. */
  const valid = async (form: FormState): Promise<Values | undefined> => {
    const checked = (await loadRules()).check(KIND, valuesOfForm(form, entry), true, Date.now());
    setProblems(checked.ok ? new Map() : problemsOf(checked.violations, form));
    return checked.ok ? checked.values : undefined;
  };

  const change = (more: Partial<FormState>) => {
    const next = { ...state, ...more };
    setState(next);
    keepDraft(id, next);
    // Once something is marked, the marks follow what is typed.
    if (attempts > 0) void valid(next);
  };

  // To the first thing that is wrong, once it is marked.
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  const save = async () => {
    setSaving(true);
    try {
      const values = await valid(state);
      if (!values) {
        setAttempts(attempts + 1);
        return;
      }
      const target = id ?? newId(Date.now());
      if (refused.length > 0) await mendEntry(target, values);
      else await saveEntry(target, values);
      dropDraft(id);
      toast({ text: t("saved") });
      await navigate(id ? `/logbook/${id}` : "/logbook", { replace: true });
    } catch (error) {
      const full = error instanceof DOMException && error.name === "QuotaExceededError";
      toast({ text: full ? t("full") : t("notSaved"), lasting: true });
    } finally {
      setSaving(false);
    }
  };

  const say = (code: Code) => t(`problem.${code}`);
  return (
    <main className="mx-auto w-full max-w-2xl px-4 pt-4 pb-32 md:pt-8">
      <BackLink to={id ? `/logbook/${id}` : "/logbook"} />
      <h1 className="mt-2 text-3xl">{id ? t("editEntry") : t("newEntry")}</h1>
      {refused.length > 0 && (
        <div className="mt-4 rounded-xl border border-accent bg-tint p-4" role="note">
          <p className="font-medium">{t("refused")}</p>
          <ul className="mt-1 list-disc pl-5 text-sm">
            {[...new Set(refused.flatMap(({ problem }) => reasons(problem)))].map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {restored && (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-2 rounded-xl border border-rule bg-sheet px-4 py-1.5">
          <p className="text-sm text-soft">{t("restored")}</p>
          <Button
            look="quiet"
            className="text-sm"
            onClick={() => {
              dropDraft(id);
              setState(fresh);
              setRestored(false);
            }}
          >
            {t("startOver")}
          </Button>
        </div>
      )}
      <form
        ref={form}
        className="mt-6"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!saving) void save();
        }}
      >
        <EntryFields
          state={state}
          onChange={change}
          errorsOf={(place) => (problems.get(place) ?? []).map(say)}
        />
        <div
          data-save-bar
          className="fixed inset-x-0 bottom-14 z-10 border-t border-rule bg-paper/95 px-4 pt-3 pb-3 backdrop-blur-sm md:static md:mt-8 md:border-0 md:bg-transparent md:p-0"
        >
          <div className="mx-auto flex max-w-2xl items-center gap-3">
            <Button type="submit" look="strong" className="grow md:grow-0 md:px-8" disabled={saving}>
              {t("save")}
            </Button>
            {problems.size > 0 && (
              <p role="alert" className="text-sm text-accent">
                {t("lookAgain")}
              </p>
            )}
          </div>
        </div>
      </form>
    </main>
  );
}
