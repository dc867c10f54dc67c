// On a new page the focus goes to its heading: a keyboard goes on from there, and a screen reader says where one is.
import { useEffect } from "react";

/** The browser announces the first page itself. */
let isFirst = true;

/** `page` is what tells one page from the next. */
export function useArrival(page: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is the reason to act.
  useEffect(() => {
    if (isFirst) {
      isFirst = false;
      return;
    }
    const heading = document.querySelector<HTMLElement>("main h1");
    if (heading) heading.tabIndex = -1;
    heading?.focus({ preventScroll: true });
  }, [page]);
}
