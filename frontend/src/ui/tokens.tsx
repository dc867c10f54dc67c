// Several short words: those chosen, those on offer, and a field for others.
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Errors } from "./field.tsx";
import { Icon } from "./icon.tsx";

export function Tokens({
  label,
  chosen,
  offers,
  name = (word) => word,
  onChange,
  most,
  maxLength,
  errors = [],
}: {
  label: string;
  chosen: readonly string[];
  offers: readonly string[];
  /** What a word is called on the page. */
  name?: (word: string) => string;
  onChange: (words: string[]) => void;
  most: number;
  maxLength: number;
  errors?: readonly string[];
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState("");
  const full = chosen.length >= most;
  const rest = offers.filter((word) => !chosen.includes(word));

  const add = (): boolean => {
    const typed = text.trim();
    if (typed === "" || full) return false;
    const known = offers.find((word) => name(word).toLowerCase() === typed.toLowerCase());
    const word = known ?? typed;
    if (!chosen.includes(word)) onChange([...chosen, word]);
    setText("");
    return true;
  };

  return (
    <fieldset className="grid gap-2" aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}>
      <legend className="mb-1.5 text-sm font-medium">
        {label}
        <span className="ml-2 font-normal text-soft">{t("optional")}</span>
      </legend>
      {chosen.length + rest.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {chosen.map((word) => (
            <button
              key={word}
              type="button"
              aria-pressed="true"
              className="inline-flex min-h-11 items-center gap-1.5 rounded-full border border-accent bg-tint px-3.5 text-sm"
              onClick={() => onChange(chosen.filter((one) => one !== word))}
            >
              {name(word)}
              <Icon name="close" className="size-3.5" />
            </button>
          ))}
          {!full &&
            rest.slice(0, 12).map((word) => (
              <button
                key={word}
                type="button"
                aria-pressed="false"
                className="inline-flex min-h-11 items-center rounded-full border border-rule bg-sheet px-3.5 text-sm text-soft hover:border-edge hover:text-ink"
                onClick={() => onChange([...chosen, word])}
              >
                {name(word)}
              </button>
            ))}
        </div>
      )}
      {!full && (
        <div className="flex gap-2">
          <input
            className="control"
            aria-label={t("another", { what: label })}
            placeholder={t("another", { what: label })}
            value={text}
            maxLength={maxLength}
            enterKeyHint="done"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              add();
            }}
            onBlur={add}
          />
          <Button onClick={add} disabled={text.trim() === ""}>
            {t("add")}
          </Button>
        </div>
      )}
      <Errors id={`${id}-errors`} errors={errors} />
    </fieldset>
  );
}
