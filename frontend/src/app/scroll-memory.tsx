// Where one was on a page, found again on the way back. A new page begins at its top.
import { useLayoutEffect } from "react";
import { useLocation, useNavigationType } from "react-router";

/** What one leaves a page by. Listening to scrolling itself would have the page laid out twice in each frame. */
const LEAVING = ["click", "popstate"] as const;

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
    for (const event of LEAVING) window.addEventListener(event, keep, { capture: true });
    return () => {
      for (const event of LEAVING) window.removeEventListener(event, keep, { capture: true });
    };
  }, [key, isBack]);
  return null;
}
