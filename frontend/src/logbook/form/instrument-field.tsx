// The instrument: one that has a name in every language, or any other.
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { INSTRUMENTS, usedInstruments } from "../known.ts";
import { fold } from "../search.ts";
import { useLogbook } from "../store.ts";
import { useWords } from "../words.ts";
import { LIMITS } from "./problems.ts";

export function InstrumentField({
  instrument,
  errors,
  onChange,
}: {
  instrument: string;
  errors: string[];
  onChange: (instrument: string) => void;
}) {
  const { t } = useTranslation("form");
  const words = useWords();
  const entries = useLogbook((state) => state.entries);
  const offers = useMemo(() => {
    const all = [...new Set([...usedInstruments(entries), ...INSTRUMENTS])];
    return all.map((value) => ({ value, label: words.instrument(value) }));
  }, [entries, words]);
  // While it is typed it is what was typed; what is stored is the word it stands for.
  const [typed, setTyped] = useState<string>();
  return (
    <Field label={t("instrument")} errors={errors}>
      {(tie) => (
        <Combobox
          tie={tie}
          value={typed ?? words.instrument(instrument)}
          offers={offers}
          placeholder={t("instrumentHint")}
          maxLength={LIMITS.instrument}
          onType={(text) => {
            setTyped(text);
            onChange(offers.find(({ label }) => fold(label) === fold(text.trim()))?.value ?? text);
          }}
          onPick={({ value }) => {
            setTyped(undefined);
            onChange(value);
          }}
          onLeave={() => setTyped(undefined)}
        />
      )}
    </Field>
  );
}
