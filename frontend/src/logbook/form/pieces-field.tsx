// The pieces of a practice, with their composers in the usual form.
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { loadNames } from "../../rules/load.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox, type Offer } from "../../ui/combobox.tsx";
import { Errors, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { usedPieces } from "../known.ts";
import { useLogbook } from "../store.ts";
import { type PieceDraft, pieceDraft } from "./model.ts";
import { LIMITS } from "./problems.ts";
import { Resembles } from "./resembles.tsx";

interface Props {
  pieces: PieceDraft[];
  onChange: (pieces: PieceDraft[]) => void;
  errorsOf: (place: string) => string[];
}

export function PiecesField({ pieces, onChange, errorsOf }: Props) {
  const { t } = useTranslation("form");
  const entries = useLogbook((state) => state.entries);
  const used = useMemo(() => usedPieces(entries), [entries]);
  const titles = useMemo(
    () =>
      used.map(
        ({ title, composer }): Offer => ({
          value: `${title}\n${composer ?? ""}`,
          label: title,
          detail: composer ?? "",
        }),
      ),
    [used],
  );
  const composers = useMemo(
    () =>
      [...new Set(used.map(({ composer }) => composer ?? ""))]
        .filter(Boolean)
        .map((name) => ({ value: name, label: name })),
    [used],
  );
  const change = (key: number, more: Partial<PieceDraft>) =>
    onChange(pieces.map((piece) => (piece.key === key ? { ...piece, ...more } : piece)));

  const fieldset = useRef<HTMLFieldSetElement>(null);
  const count = pieces.length;
  const before = useRef(count);
  // Into the row that was added; and where one went, to the button that adds another.
  useEffect(() => {
    const change = count - before.current;
    before.current = count;
    if (change === 0) return;
    const selector = change > 0 ? "[data-piece]:last-of-type input" : "button[data-add]";
    fieldset.current?.querySelector<HTMLElement>(selector)?.focus();
  }, [count]);

  return (
    <fieldset ref={fieldset} className="grid gap-3">
      <legend className="mb-1.5 text-sm font-medium">{t("pieces")}</legend>
      {pieces.map((piece, place) => (
        <div
          key={piece.key}
          data-piece
          className="relative grid gap-3 rounded-xl border border-rule bg-sheet p-4 pr-14 sm:grid-cols-2"
        >
          <Field label={t("title")} errors={errorsOf(`pieces.${piece.key}.title`)}>
            {(tie) => (
              <Combobox
                tie={tie}
                value={piece.title}
                offers={titles}
                maxLength={LIMITS.title + 1}
                onType={(title) => change(piece.key, { title, rest: withoutIdentity(piece) })}
                onPick={({ value }) => {
                  const [title = "", composer = ""] = value.split("\n");
                  change(piece.key, { title, composer, rest: withoutIdentity(piece) });
                }}
              />
            )}
          </Field>
          <Field label={t("composer")} optional errors={errorsOf(`pieces.${piece.key}.composer`)}>
            {(tie) => (
              <Combobox
                tie={tie}
                value={piece.composer}
                offers={composers}
                maxLength={LIMITS.composer + 1}
                onType={(composer) => change(piece.key, { composer, rest: withoutIdentity(piece) })}
                onPick={({ value }) => change(piece.key, { composer: value, rest: withoutIdentity(piece) })}
                onLeave={() => {
                  if (piece.composer.trim() === "") return;
                  // The usual name is a kindness; without it what was typed stays.
                  loadNames().then(
                    (names) => {
                      const usual = names.composer(piece.composer);
                      if (usual !== piece.composer) change(piece.key, { composer: usual });
                    },
                    () => undefined,
                  );
                }}
              />
            )}
          </Field>
          <PieceNotes piece={piece} />
          <Resembles
            piece={piece}
            known={used}
            onUse={(known) => change(piece.key, { title: known.title, composer: known.composer ?? "" })}
          />
          <button
            type="button"
            className="absolute top-2 right-2 grid size-11 place-items-center rounded-lg text-soft hover:bg-tint hover:text-ink"
            aria-label={t("removePiece", { place: place + 1 })}
            onClick={() => onChange(pieces.filter(({ key }) => key !== piece.key))}
          >
            <Icon name="close" className="size-4" />
          </button>
        </div>
      ))}
      {pieces.length < LIMITS.pieces && (
        <Button data-add className="justify-self-start" onClick={() => onChange([...pieces, pieceDraft()])}>
          <Icon name="plus" className="size-4" />
          {t("addPiece")}
        </Button>
      )}
      <Errors id="pieces-errors" errors={errorsOf("pieces")} />
    </fieldset>
  );
}

/** The time a timer gave the piece. */
function PieceNotes({ piece }: { piece: PieceDraft }) {
  const format = useFormat();
  const { duration } = piece.rest;
  if (!duration) return null;
  return <p className="numerals text-sm text-soft sm:col-span-2">{format.duration(duration)}</p>;
}

/** Another name is another piece. */
function withoutIdentity({ rest }: PieceDraft): PieceDraft["rest"] {
  const { scoreId: _, ...others } = rest;
  return others;
}
