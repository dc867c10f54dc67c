// Asks whether a piece is one that is known under a slightly different name.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { loadNames } from "../../rules/load.ts";
import type { Names } from "../../rules/names.ts";
import type { Piece } from "../entry.ts";
import type { PieceDraft } from "./model.ts";

type Known = Pick<Piece, "title" | "composer">;

const WORTH_ASKING = 0.7;

/** The most alike of the known pieces that is not the same, if any is alike enough. */
export function mostAlike(
  names: Names,
  { title, composer }: Known,
  known: readonly Known[],
): Known | undefined {
  if (known.some((one) => one.title === title && (one.composer ?? "") === (composer ?? ""))) return undefined;
  let best: { likeness: number; piece: Known } | undefined;
  for (const piece of known) {
    const likeness = names.likeness(title, composer ?? undefined, piece.title, piece.composer ?? undefined);
    if (likeness >= WORTH_ASKING && likeness > (best?.likeness ?? 0)) best = { likeness, piece };
  }
  return best?.piece;
}

export function Resembles({
  piece,
  known,
  onUse,
}: {
  piece: PieceDraft;
  known: readonly Known[];
  onUse: (known: Known) => void;
}) {
  const { t } = useTranslation("form");
  const [found, setFound] = useState<Known>();
  const { title, composer } = piece;

  useEffect(() => {
    setFound(undefined);
    if (title.trim().length < 3 || known.length === 0) return;
    let wanted = true;
    // Once the typing pauses.
    const timer = setTimeout(() => {
      loadNames().then(
        (names) => {
          const alike = mostAlike(names, { title: title.trim(), composer: composer.trim() || null }, known);
          if (wanted) setFound(alike);
        },
        () => undefined,
      );
    }, 500);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [title, composer, known]);

  if (!found) return null;
  return (
    <button
      type="button"
      className="min-h-11 justify-self-start text-left text-sm underline underline-offset-4 sm:col-span-2"
      onClick={() => onUse(found)}
    >
      {found.composer
        ? t("resembles", { title: found.title, composer: found.composer })
        : t("resemblesTitle", { title: found.title })}
    </button>
  );
}
