// Buttons, and links that look like them. 44 px at least, whatever the pointer.
import type { ButtonHTMLAttributes } from "react";
import { Link, type LinkProps } from "react-router";

type Look = "plain" | "strong" | "quiet" | "danger";

const LOOKS: Record<Look, string> = {
  plain: "border border-edge bg-sheet text-ink hover:border-ink",
  strong: "bg-accent text-on-accent border border-accent hover:brightness-95",
  quiet: "border border-transparent text-ink hover:bg-tint",
  danger: "border border-accent text-accent bg-sheet hover:bg-tint",
};

const shape =
  "inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-2 rounded-lg px-4 py-2 text-center text-base font-medium transition-colors disabled:opacity-60";

export function Button({
  look = "plain",
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look }) {
  return <button type="button" className={`${shape} ${LOOKS[look]} ${className}`} {...rest} />;
}

export function ButtonLink({ look = "plain", className = "", ...rest }: LinkProps & { look?: Look }) {
  return <Link className={`${shape} ${LOOKS[look]} ${className}`} {...rest} />;
}
