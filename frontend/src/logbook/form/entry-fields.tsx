// The fields of an entry, in the order one thinks of them.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Choices } from "../../ui/choices.tsx";
import { Field } from "../../ui/field.tsx";
import { Tokens } from "../../ui/tokens.tsx";
import { MOODS, TYPES } from "../entry.ts";
import { TECHNIQUES, usedTags, usedTechniques } from "../known.ts";
import { MoodFace } from "../mood-face.tsx";
import { useLogbook } from "../store.ts";
import { useWords } from "../words.ts";
import { InstrumentField } from "./instrument-field.tsx";
import { LengthField } from "./length-field.tsx";
import type { FormState } from "./model.ts";
import { PiecesField } from "./pieces-field.tsx";
import { LIMITS } from "./problems.ts";

export function EntryFields({
  state,
  onChange,
  errorsOf,
}: {
  state: FormState;
  onChange: (more: Partial<FormState>) => void;
  /** What is wrong at a place, in words. */
  errorsOf: (place: string) => string[];
}) {
  const { t } = useTranslation("form");
  const words = useWords();
  const format = useFormat();
  const entries = useLogbook((store) => store.entries);
  const tags = useMemo(() => usedTags(entries), [entries]);
  const techniques = useMemo(() => [...new Set([...usedTechniques(entries), ...TECHNIQUES])], [entries]);
  const left = LIMITS.notes - state.notes.length;

  return (
    <div className="grid gap-7">
      <Choices
        label={t("type")}
        value={state.type}
        options={TYPES.map((type) => ({ value: type, label: words.type(type) }))}
        onChange={(type) => onChange({ type })}
      />
      <InstrumentField
        instrument={state.instrument}
        errors={errorsOf("instrument")}
        onChange={(instrument) => onChange({ instrument })}
      />
      <div className="grid gap-7 sm:grid-cols-2">
        <div className="grid grid-cols-2 content-start gap-3">
          <Field label={t("date")} errors={errorsOf("timestamp")}>
            {(tie) => (
              <input
                {...tie}
                type="date"
                className="control"
                value={state.date}
                onChange={({ target }) => onChange({ date: target.value })}
              />
            )}
          </Field>
          <Field label={t("time")}>
            {(tie) => (
              <input
                {...tie}
                type="time"
                className="control"
                value={state.time}
                onChange={({ target }) => onChange({ time: target.value })}
              />
            )}
          </Field>
        </div>
        <LengthField length={state} onChange={onChange} errors={errorsOf("duration")} />
      </div>
      <PiecesField pieces={state.pieces} onChange={(pieces) => onChange({ pieces })} errorsOf={errorsOf} />
      <Tokens
        label={t("techniques")}
        chosen={state.techniques}
        offers={techniques}
        name={words.technique}
        most={LIMITS.techniques}
        maxLength={LIMITS.technique}
        errors={errorsOf("techniques")}
        onChange={(chosen) => onChange({ techniques: chosen })}
      />
      <Choices
        label={t("mood")}
        value={state.mood ?? "none"}
        options={[
          ...MOODS.map((mood) => ({
            value: mood,
            label: words.mood(mood),
            picture: <MoodFace mood={mood} />,
          })),
          { value: "none" as const, label: t("noMood") },
        ]}
        onChange={(mood) => onChange({ mood: mood === "none" ? null : mood })}
      />
      <Field
        label={t("notes")}
        optional
        errors={errorsOf("notes")}
        hint={left < 500 ? t("left", { count: left, number: format.number(left) }) : undefined}
      >
        {(tie) => (
          <textarea
            {...tie}
            rows={5}
            className="control leading-relaxed"
            placeholder={t("notesHint")}
            value={state.notes}
            onChange={({ target }) => onChange({ notes: target.value })}
          />
        )}
      </Field>
      <Tokens
        label={t("tags")}
        chosen={state.tags}
        offers={tags}
        most={LIMITS.tags}
        maxLength={LIMITS.tag}
        errors={errorsOf("tags")}
        onChange={(chosen) => onChange({ tags: chosen })}
      />
    </div>
  );
}
