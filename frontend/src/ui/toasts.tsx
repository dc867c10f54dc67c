// Short news at the edge of the page, with one thing to do about it.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** Long enough to do something about it. Where there is nothing to do, it is soon out of the way. */
const LASTS_MILLIS = 10_000;
const SHORT_MILLIS = 4_000;

export interface Toast {
  text: string;
  action?: { label: string; run: () => void };
  /** Stays until it is closed. */
  lasting?: boolean;
}

const useToasts = create<{ toasts: (Toast & { id: number })[] }>(() => ({ toasts: [] }));
let last = 0;

/** Shows a toast and takes it away again, earlier if the returned function is called. */
export function toast(news: Toast): () => void {
  last += 1;
  const id = last;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { ...news, id }] }));
  return () => close(id);
}

function close(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-30 group-has-data-save-bar/shell:bottom-36 grid justify-items-center gap-2 px-4 pb-[env(safe-area-inset-bottom)] md:!bottom-6"
    >
      {toasts.map((one) => (
        <Shown key={one.id} {...one} />
      ))}
    </div>
  );
}

function Shown({ id, text, action, lasting }: Toast & { id: number }) {
  const { t } = useTranslation();
  // Whoever points at it or has the focus in it is reading, and nothing is taken away from a reader.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (lasting || held) return;
    const timer = setTimeout(() => close(id), action ? LASTS_MILLIS : SHORT_MILLIS);
    return () => clearTimeout(timer);
  }, [id, action, lasting, held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding it is a convenience; its buttons are what is operated.
    <div
      className="arriving pointer-events-auto flex max-w-full items-center gap-1 rounded-xl border border-ink bg-ink py-1 pr-1 pl-4 text-paper shadow-sheet"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="py-2">{text}</span>
      {action && (
        <Button
          look="quiet"
          className="!text-paper underline underline-offset-4 hover:!bg-transparent"
          onClick={() => {
            close(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <button
        type="button"
        className="grid size-11 place-items-center"
        aria-label={t("close")}
        onClick={() => close(id)}
      >
        <Icon name="close" className="size-4" />
      </button>
    </div>
  );
}
