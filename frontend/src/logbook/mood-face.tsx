// How it felt, as a face drawn with four strokes.
import type { Mood } from "./entry.ts";

const MOUTHS: Record<Mood, string> = {
  frustrated: "M8 16.5c1-1.6 2.4-2.4 4-2.4s3 .8 4 2.4",
  neutral: "M8.5 15.5h7",
  satisfied: "M8 14.5c1 1.4 2.4 2.1 4 2.1s3-.7 4-2.1",
  excited: "M7.5 13.5c.6 2.7 2.3 4 4.5 4s3.9-1.3 4.5-4z",
};

export function MoodFace({ mood, className = "size-5" }: { mood: Mood; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={`shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="12" cy="12" r="9" />
      <path d={`M9 9.5v.6M15 9.5v.6${MOUTHS[mood]}`} />
    </svg>
  );
}
