// One entry, all of it.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { NotFound } from "../app/not-found.tsx";
import { useFormat } from "../i18n/format.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toasts.tsx";
import { useTitle } from "../ui/use-title.ts";
import { removeEntry } from "./actions.ts";
import type { Entry } from "./entry.ts";
import { MoodFace } from "./mood-face.tsx";
import { useRefused } from "./refused.ts";
import { useEntry, useLogbook } from "./store.ts";
import { useWords } from "./words.ts";

export default function EntryPage() {
  const { id } = useParams();
  const loaded = useLogbook((state) => state.loaded);
  const entry = useEntry(id);
  if (entry) return <Shown entry={entry} />;
  return loaded ? <NotFound /> : null;
}

function Shown({ entry }: { entry: Entry }) {
  const { t } = useTranslation("logbook");
  const format = useFormat();
  const words = useWords();
  const navigate = useNavigate();
  const refused = useRefused(entry.id);
  const { pieces, techniques, tags, mood, notes, timestamp } = entry;
  useTitle(`${words.type(entry.type)}, ${format.date(timestamp)}`);

  const remove = async () => {
    try {
      const undo = await removeEntry(entry);
      await navigate("/logbook");
      const failed = () => toast({ text: t("notDone"), lasting: true });
      toast({ text: t("deleted"), action: { label: t("undo"), run: () => void undo().catch(failed) } });
    } catch {
      toast({ text: t("notDone"), lasting: true });
    }
  };

  return (
    <main className="mx-auto w-full max-w-2xl px-4 pt-4 pb-32 md:pt-8">
      <BackLink to="/logbook" />
      <article className="mt-2 rounded-2xl border border-rule bg-sheet p-5 shadow-sheet md:p-8">
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div>
            <h1 className="text-3xl">{words.type(entry.type)}</h1>
            <p className="mt-1 text-soft">
              {format.weekday(timestamp)}, {format.date(timestamp)},{" "}
              <span className="numerals">{format.time(timestamp)}</span>
            </p>
            <p className="text-soft">{words.instrument(entry.instrument)}</p>
          </div>
          <p className="figures text-3xl text-accent">{format.duration(entry.duration)}</p>
        </header>
        {refused.length > 0 && (
          <Link
            to={`/logbook/${entry.id}/edit`}
            className="mt-5 flex min-h-11 items-center gap-2 rounded-lg bg-tint px-3 py-2 text-accent"
          >
            <Icon name="attention" />
            {t("refused")}
          </Link>
        )}
        {pieces.length > 0 && (
          <Part title={t("pieces")}>
            <ul className="grid gap-3">
              {pieces.map((piece, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same piece may be there twice.
                <li key={place} className="flex justify-between gap-4">
                  <span>
                    <span className="font-serif text-lg">{piece.title}</span>
                    {piece.composer && <span className="block text-sm text-soft">{piece.composer}</span>}
                    {(piece.measures || piece.tempo) && (
                      <span className="block text-sm text-soft">
                        {[piece.measures, piece.tempo].filter(Boolean).join(" · ")}
                      </span>
                    )}
                  </span>
                  {piece.duration ? (
                    <span className="figures whitespace-nowrap text-soft">
                      {format.duration(piece.duration)}
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          </Part>
        )}
        {techniques.length > 0 && (
          <Part title={t("techniques")}>{techniques.map(words.technique).join(", ")}</Part>
        )}
        {mood && (
          <Part title={t("mood")}>
            <span className="flex items-center gap-2">
              <MoodFace mood={mood} className="size-6" />
              {words.mood(mood)}
            </span>
          </Part>
        )}
        {notes && (
          <Part title={t("notes")}>
            <p className="leading-relaxed whitespace-pre-wrap">{notes}</p>
          </Part>
        )}
        {tags.length > 0 && (
          <Part title={t("tags")}>
            <span className="flex flex-wrap gap-2">
              {tags.map((tag) => (
                <span key={tag} className="rounded-full bg-tint px-3 py-0.5 text-sm">
                  {tag}
                </span>
              ))}
            </span>
          </Part>
        )}
      </article>
      <div className="mt-5 flex flex-wrap gap-3">
        <ButtonLink to={`/logbook/${entry.id}/edit`} look="strong">
          <Icon name="pencil" />
          {t("edit")}
        </ButtonLink>
        <ButtonLink to={`/logbook/new?like=${entry.id}`}>
          <Icon name="again" />
          {t("repeat")}
        </ButtonLink>
        <Button look="quiet" className="ml-auto !text-accent" onClick={() => void remove()}>
          <Icon name="bin" />
          {t("delete")}
        </Button>
      </div>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-6 border-t border-rule pt-4">
      <h2 className="mb-2 font-sans text-sm font-normal text-soft">{title}</h2>
      {children}
    </section>
  );
}
