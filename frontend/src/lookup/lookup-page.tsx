// The dictionary: a word to look up, or a kind or a letter to leaf through. What is asked stands in the address, so that the way back finds it.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useTitle } from "../ui/use-title.ts";
import { Found } from "./found.tsx";
import { Leaf } from "./leaf.tsx";
import { focusFirst } from "./result-list.tsx";
import { SearchBox } from "./search-box.tsx";
import { findTerms } from "./source.ts";
import { OnDevice } from "./standing.tsx";
import { Start } from "./start.tsx";
import { useAnswer } from "./use-answer.ts";
import { useLanguage } from "./words.ts";

/** Nobody waits for it, and nobody types as fast. */
const PAUSE_MILLIS = 150;

export default function LookupPage() {
  const { t } = useTranslation("lookup");
  useTitle(t("dictionary"));
  const language = useLanguage();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [text, setText] = useTyped();
  const field = useRef<HTMLInputElement>(null);
  const wanted = params.get("q")?.trim() ?? "";
  const asked = useAnswer(wanted === "" ? undefined : `${language} ${wanted}`, () =>
    findTerms(wanted, language),
  );

  // Enter asks for the best there is, which may still be on its way.
  const [goes, setGoes] = useState(false);
  const best = asked.settled && text.trim() === wanted ? asked.answer?.value[0] : undefined;
  useEffect(() => {
    if (!goes || !best) return;
    setGoes(false);
    void navigate(`/lookup/${encodeURIComponent(best.id)}`, {
      state: { back: `/lookup?q=${encodeURIComponent(wanted)}`, term: best.term },
    });
  }, [goes, best, wanted, navigate]);

  const choice = choiceOf(params);
  return (
    <main className="mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 pt-4 pb-32 md:pt-8">
      <h1 className="text-3xl">{t("dictionary")}</h1>
      <SearchBox
        field={field}
        text={text}
        onText={(typed) => {
          setGoes(false);
          setText(typed);
        }}
        onEnter={() => setGoes(text.trim() !== "")}
        onDown={focusFirst}
      />
      {wanted !== "" && <Found typed={wanted} asked={asked} onLeave={() => field.current?.focus()} />}
      {wanted === "" && choice && <Leaf key={choice.kind ?? choice.letter} choice={choice} />}
      {wanted === "" && !choice && <Start />}
      <OnDevice />
    </main>
  );
}

/** What is in the field, which the address follows when nobody types any more. */
function useTyped(): [text: string, setText: (text: string) => void] {
  const [params, setParams] = useSearchParams();
  const asked = params.get("q") ?? "";
  const [text, setText] = useState(asked);
  const told = useRef(asked);

  // The address changed by itself: by a link, or by the way back.
  useEffect(() => {
    if (asked === told.current) return;
    told.current = asked;
    setText(asked);
  }, [asked]);

  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      setParams(text.trim() === "" ? {} : { q: text }, { replace: true });
    }, PAUSE_MILLIS);
    return () => clearTimeout(timer);
  }, [text, setParams]);

  return [text, setText];
}

function choiceOf(params: URLSearchParams): { kind?: string; letter?: string } | undefined {
  const [kind, letter] = [params.get("kind"), params.get("letter")];
  if (kind) return { kind };
  return letter ? { letter } : undefined;
}
