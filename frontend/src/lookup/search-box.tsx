// The field one types a word into. The keys lead from it to what was found and back.
import { type KeyboardEvent, type Ref, useId } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/icon.tsx";

/** As much as the service reads. */
const MOST_CHARACTERS = 200;

export function SearchBox({
  field,
  text,
  onText,
  onEnter,
  onDown,
}: {
  field: Ref<HTMLInputElement>;
  text: string;
  onText: (text: string) => void;
  onEnter: () => void;
  onDown: () => void;
}) {
  const { t } = useTranslation("lookup");
  const hint = useId();
  const press = (event: KeyboardEvent) => {
    // Whoever writes Chinese chooses characters by these keys.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") onEnter();
    else if (event.key === "ArrowDown") onDown();
    else if (event.key === "Escape") onText("");
    else return;
    event.preventDefault();
  };
  return (
    <search className="relative block">
      <Icon name="search" className="pointer-events-none absolute top-4 left-3.5 size-5 text-soft" />
      <input
        ref={field}
        type="search"
        className="control !min-h-13 !rounded-xl !pl-11 !text-lg"
        aria-label={t("search")}
        aria-describedby={hint}
        placeholder={t("example")}
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={MOST_CHARACTERS}
        value={text}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={press}
      />
      <p id={hint} className="sr-only">
        {t("keys")}
      </p>
    </search>
  );
}
