// An entry as a line of the journal.
import { memo } from "react";
import { Link } from "react-router";
import { useFormat } from "../i18n/format.ts";
import type { Entry } from "./entry.ts";
import { MoodFace } from "./mood-face.tsx";
import { useWords } from "./words.ts";

export const EntryRow = memo(function EntryRow({ entry }: { entry: Entry }) {
  const format = useFormat();
  const words = useWords();
  const { pieces, techniques, tags, notes, mood } = entry;
  const techniqueNames = techniques.map(words.technique);
  const [first, ...others] = pieces;
  const title = first?.title ?? techniqueNames[0] ?? words.type(entry.type);
  return (
    <Link
      to={`/logbook/${entry.id}`}
      className="group grid min-h-11 grid-cols-[1fr_auto] gap-x-4 rounded-lg px-3 py-2.5 hover:bg-sheet"
    >
      <span className="font-serif text-lg leading-snug">
        {title}
        {first?.composer && <span className="text-soft"> · {first.composer}</span>}
      </span>
      <span className="figures pt-0.5 text-right whitespace-nowrap">{format.duration(entry.duration)}</span>
      <span className="col-span-2 flex flex-wrap items-center gap-x-2 text-sm text-soft">
        <span className="numerals">{format.time(entry.timestamp)}</span>
        <Dot />
        <span>{words.instrument(entry.instrument)}</span>
        {entry.type !== "practice" && (
          <>
            <Dot />
            <span className="text-accent">{words.type(entry.type)}</span>
          </>
        )}
        {others.length > 0 && (
          <>
            <Dot />
            <span className="max-w-full truncate">{others.map((piece) => piece.title).join(", ")}</span>
          </>
        )}
        {first && techniqueNames.length > 0 && (
          <>
            <Dot />
            <span>{techniqueNames.slice(0, 3).join(", ")}</span>
          </>
        )}
        {mood && (
          <>
            <MoodFace mood={mood} className="size-4" />
            <span className="sr-only">{words.mood(mood)}</span>
          </>
        )}
        {tags.slice(0, 3).map((tag) => (
          <span key={tag} className="rounded-full bg-tint px-2 text-xs leading-5 text-ink">
            {tag}
          </span>
        ))}
      </span>
      {notes && <span className="col-span-2 mt-0.5 line-clamp-1 text-sm text-soft italic">{notes}</span>}
    </Link>
  );
});

function Dot() {
  return <span aria-hidden="true">·</span>;
}
