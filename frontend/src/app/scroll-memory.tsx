// Where one was on a page, found again on the way back. A new page begins at its top.
import { useLayoutEffect } from "react";
import { useLocation, useNavigationType } from "react-router";

/** Heights by the key of the visit. Lost with the tab, as they should be. */
const heights = new Map<string, number>();

/** Beside the page, so that it acts when the page is laid out. */
export function ScrollMemory() {
  const { key } = useLocation();
  const isBack = useNavigationType() === "POP";
  useLayoutEffect(() => {
    window.history.scrollRestoration = "manual";
    window.scrollTo(0, isBack ? (heights.get(key) ?? 0) : 0);
    const keep = () => heights.set(key, window.scrollY);
    window.addEventListener("scroll", keep, { passive: true });
    return () => window.removeEventListener("scroll", keep);
  }, [key, isBack]);
  return null;
}
