// A week of practice as music: on five lines, a note a day, the higher the longer.
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { startOfDay } from "./days.ts";

const WIDTH = 336;
const COLUMN = WIDTH / 7;
/** The five lines, from the bottom up. A line is a quarter of the most that the picture shows. */
const BOTTOM = 92;
const GAP = 16;
const [MIDDLE, FOURTH, TOP] = [BOTTOM - 2 * GAP, BOTTOM - 3 * GAP, BOTTOM - 4 * GAP];
const LINES = [BOTTOM, BOTTOM - GAP, MIDDLE, FOURTH, TOP];

/** What the top line stands for, in seconds: an hour, or as many as the longest day needs. */
export function topOf(seconds: readonly number[]): number {
  return Math.max(1, Math.ceil(Math.max(...seconds) / 3_600)) * 3_600;
}

export function WeekStrip({
  start,
  seconds,
  now,
}: {
  start: number;
  seconds: readonly number[];
  now: number;
}) {
  const { t } = useTranslation("logbook");
  const format = useFormat();
  const top = topOf(seconds);
  const today = startOfDay(now);
  const days = seconds.map((length, day) => ({ length, at: startOfDay(start, day) }));
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} 140`} className="block w-full" aria-hidden="true" focusable="false">
        <g className="stroke-edge" strokeWidth="0.8" opacity="0.65">
          {LINES.map((y) => (
            <line key={y} x1="0" x2={WIDTH} y1={y} y2={y} />
          ))}
          <line x1="0.5" x2="0.5" y1={BOTTOM} y2={TOP} />
          <line x1={WIDTH - 5} x2={WIDTH - 5} y1={BOTTOM} y2={TOP} />
        </g>
        <line
          x1={WIDTH - 1.5}
          x2={WIDTH - 1.5}
          y1={BOTTOM}
          y2={TOP}
          className="stroke-edge"
          strokeWidth="3"
          opacity="0.65"
        />
        {days.map(({ length, at }, day) => {
          const x = (day + 0.5) * COLUMN - 2;
          const isToday = at === today;
          return (
            <g key={at} className={isToday ? "fill-accent stroke-accent" : "fill-ink stroke-ink"}>
              {length > 0 ? (
                <Note x={x} y={BOTTOM - (length / top) * GAP * 4} />
              ) : (
                at <= today && <Rest x={x} />
              )}
              <text
                x={x}
                y="122"
                textAnchor="middle"
                strokeWidth="0"
                fontSize="11"
                className={isToday ? "fill-accent font-semibold" : "fill-soft"}
              >
                {format.shortWeekday(at)}
              </text>
              {isToday && <circle cx={x} cy="131" r="1.8" strokeWidth="0" />}
            </g>
          );
        })}
      </svg>
      <figcaption className="sr-only">
        {days
          .map(
            ({ length, at }) => `${format.weekday(at)}: ${length > 0 ? format.duration(length) : t("rest")}`,
          )
          .join("; ")}
      </figcaption>
    </figure>
  );
}

/** A note whose head tells the height, with its stem turned towards the middle as an engraver would. */
function Note({ x, y }: { x: number; y: number }) {
  const down = y <= MIDDLE;
  const stem = down ? x - 6.1 : x + 6.1;
  return (
    <>
      <line
        x1={stem}
        x2={stem}
        y1={y + (down ? 1.5 : -1.5)}
        y2={y + (down ? 36 : -36)}
        strokeWidth="1.3"
        strokeLinecap="round"
      />
      <ellipse cx={x} cy={y} rx="6.8" ry="5" transform={`rotate(-20 ${x} ${y})`} strokeWidth="0" />
    </>
  );
}

/** A day without practice: a rest, which hangs from the fourth line. */
function Rest({ x }: { x: number }) {
  return <rect x={x - 6} y={FOURTH} width="12" height="5" strokeWidth="0" opacity="0.35" />;
}
