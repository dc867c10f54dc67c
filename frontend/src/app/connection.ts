// What the pages know of the connection: whether there is one, and who else is there.
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { useFormat } from "../i18n/format.ts";
import type { Present } from "../live/frames.ts";

export interface Connected {
  live: boolean;
  /** The user's other devices that are online now. */
  others: Present[];
}

export const useConnection = create<Connected>(() => ({ live: false, others: [] }));

/** Where else the app is open, as a sentence; nothing where it is not. It is not said aloud: nobody has to know it at once. */
export function useOthers(): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  const others = useConnection((state) => state.others);
  if (others.length === 0) return undefined;
  const names = new Set(others.map(({ name }) => name ?? t("sync.aDevice")));
  return t("sync.alsoOpen", { devices: format.list([...names]) });
}
