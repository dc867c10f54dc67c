// A question that has to be answered before going on. The browser's own dialog keeps the focus inside and closes on Escape.
import { type ReactNode, useEffect, useId, useRef } from "react";

export function Dialog({
  title,
  onClose,
  children,
  actions,
}: {
  title: string;
  onClose: () => void;
  children?: ReactNode;
  actions: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    ref.current?.showModal();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      className="arriving m-auto w-[min(30rem,calc(100vw-2rem))] rounded-2xl border border-rule bg-sheet p-6 text-ink shadow-sheet"
    >
      <h2 id={id} className="text-2xl">
        {title}
      </h2>
      <div className="mt-3 grid gap-3 text-soft">{children}</div>
      <div className="mt-6 flex flex-wrap justify-end gap-3">{actions}</div>
    </dialog>
  );
}
