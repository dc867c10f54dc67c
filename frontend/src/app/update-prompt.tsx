// A new version waits until the user says so: whatever is being typed comes first.
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../ui/toasts.tsx";
import { onUpdateReady } from "./worker.ts";

export function UpdatePrompt() {
  const { t } = useTranslation();
  useEffect(
    () =>
      onUpdateReady((update) => {
        toast({ text: t("newVersion"), action: { label: t("reload"), run: update }, lasting: true });
      }),
    [t],
  );
  return null;
}
