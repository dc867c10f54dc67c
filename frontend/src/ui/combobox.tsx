// A text field that offers what fits what is typed (the ARIA pattern "editable combobox with list").
import { type KeyboardEvent, useId, useState } from "react";
import { fold } from "../logbook/search.ts";
import type { Tie } from "./field.tsx";

export interface Offer {
  value: string;
  label: string;
  /** Said beside the label, more quietly. */
  detail?: string;
}

const MOST = 8;

/** What fits `text`: what begins with it first, then what contains it. */
export function matching(offers: readonly Offer[], text: string): Offer[] {
  const wanted = fold(text.trim());
  if (wanted === "") return offers.slice(0, MOST);
  const ranked = offers.flatMap((offer) => {
    const place = fold(offer.label).indexOf(wanted);
    return place < 0 || fold(offer.label) === wanted ? [] : [{ offer, rank: place === 0 ? 0 : 1 }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ offer }) => offer);
}

export function Combobox({
  tie,
  label,
  value,
  offers,
  onType,
  onPick,
  onEnter,
  onLeave,
  maxLength,
  placeholder,
}: {
  tie?: Tie;
  /** Where no label is tied to it. */
  label?: string;
  value: string;
  offers: readonly Offer[];
  onType: (text: string) => void;
  onPick: (offer: Offer) => void;
  /** Enter with nothing picked. True where that did something. */
  onEnter?: () => boolean;
  onLeave?: () => void;
  maxLength?: number;
  placeholder?: string;
}) {
  const list = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  // What was there already narrows nothing: whoever opens the list looks for something else.
  const [typed, setTyped] = useState(false);
  const fitting = () => matching(offers, typed ? value : "");
  const shown = open ? fitting() : [];

  const close = () => {
    setOpen(false);
    setActive(-1);
    setTyped(false);
  };

  const pick = (offer: Offer) => {
    onPick(offer);
    close();
  };

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      const count = fitting().length;
      if (count > 0) setActive((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      const offer = shown[active];
      if (offer) pick(offer);
      // Enter in a field that only helps must not send the whole form.
      if (!offer && !onEnter?.()) return;
      event.preventDefault();
      close();
    }
  };

  return (
    <div className="relative">
      <input
        {...tie}
        {...(label !== undefined && { "aria-label": label })}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-activedescendant={shown[active] ? `${list}-${active}` : undefined}
        className="control"
        value={value}
        maxLength={maxLength}
        placeholder={placeholder}
        onChange={(event) => {
          onType(event.target.value);
          setOpen(true);
          setTyped(true);
          setActive(-1);
        }}
        onClick={() => setOpen(true)}
        onBlur={() => {
          close();
          onLeave?.();
        }}
        onKeyDown={press}
      />
      <div
        id={list}
        role="listbox"
        aria-label={label ?? placeholder ?? "…"}
        hidden={shown.length === 0}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-72 overflow-auto rounded-lg border border-edge bg-sheet py-1 shadow-sheet"
      >
        {shown.map((offer, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus.
          <div
            key={offer.value}
            id={`${list}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            className={`flex min-h-11 cursor-pointer flex-wrap items-baseline gap-x-2 px-3 py-2.5 ${place === active ? "bg-tint" : "hover:bg-tint"}`}
            // Before the field loses the focus and the list closes.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(offer)}
          >
            <span>{offer.label}</span>
            {offer.detail && <span className="text-sm text-soft">{offer.detail}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
