// Why the server refused something, in the user's words.
import { useTranslation } from "react-i18next";
import type { Problem } from "../../records/wire.ts";
import { codeOf } from "./problems.ts";

const FIELDS = ["duration", "type", "instrument", "pieces", "techniques", "tags", "mood", "notes"] as const;

/** Each reason once, with the field it is about. */
export function useReasons(): (problem: Problem) => string[] {
  const { t } = useTranslation("form");
  return ({ errors, title }) => {
    if (!errors || errors.length === 0) return [title];
    const reasons = errors.map(({ pointer, code }) => {
      const name = pointer.split("/")[1];
      const field = name === "timestamp" ? "date" : FIELDS.find((one) => one === name);
      const reason = t(`problem.${codeOf(code)}`);
      return field ? t("reason", { field: t(field), reason }) : reason;
    });
    return [...new Set(reasons)];
  };
}
