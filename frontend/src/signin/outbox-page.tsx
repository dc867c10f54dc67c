// The mails of a server on one's own machine, which sends none.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../api/request.ts";
import type { OutboxMail } from "../api/types.ts";
import { useFormat } from "../i18n/format.ts";
import { Frame } from "./frame.tsx";

export default function OutboxPage() {
  const { t } = useTranslation("signin");
  const format = useFormat();
  const [mails, setMails] = useState<OutboxMail[]>();
  useEffect(() => {
    send<{ items: OutboxMail[] }>("GET", "/api/dev/outbox").then(
      ({ items }) => setMails(items),
      () => setMails([]),
    );
  }, []);
  return (
    <Frame title={t("outbox")}>
      <p className="text-soft">{t("outboxText")}</p>
      {mails?.length === 0 && <p>{t("outboxEmpty")}</p>}
      <ul className="grid gap-3">
        {mails?.map(({ id, to, subject, link, createdAt }) => (
          <li key={id} className="grid gap-2 rounded-xl border border-rule bg-sheet p-4">
            <p className="text-sm text-soft">
              {to} · <span className="numerals">{format.time(new Date(createdAt).getTime())}</span>
            </p>
            <p className="font-serif text-lg">{subject}</p>
            {link && isOwn(link) && (
              <a
                href={link}
                className="inline-flex min-h-11 items-center justify-center rounded-lg bg-accent px-4 font-medium text-on-accent"
              >
                {t("followLink")}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Frame>
  );
}

/** Whether the link leads back here and nowhere else. */
function isOwn(link: string): boolean {
  return (
    URL.canParse(link, window.location.href) &&
    new URL(link, window.location.href).origin === window.location.origin
  );
}
