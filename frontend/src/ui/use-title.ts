// What the page is called in the tab and in the history.
import { useEffect } from "react";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Mirubato`;
  }, [title]);
}
