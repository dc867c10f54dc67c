// The practice so far as a line: each stretch as long as it lasted, pauses left white.
import { startedAt, type Timer } from "./timer.ts";

const WIDTH = 1_000;
const SHADES = ["fill-ink", "fill-accent", "fill-edge"];

export function Stretches({ timer, now }: { timer: Timer; now: number }) {
  const from = startedAt(timer);
  // A quarter of an hour at least, so that the line grows instead of always being full.
  const scale = WIDTH / Math.max(now - from, 15 * 60_000);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 24`}
      preserveAspectRatio="none"
      className="h-3 w-full"
      aria-hidden="true"
      focusable="false"
    >
      <rect x="0" y="10" width={WIDTH} height="3" className="fill-rule" />
      {timer.stretches.map(({ from: begin, to, piece }) => (
        <rect
          key={begin}
          x={(begin - from) * scale}
          y="2"
          width={Math.max(2, ((to ?? now) - begin) * scale - 3)}
          height="20"
          className={piece === null ? "fill-edge" : SHADES[piece % SHADES.length]}
        />
      ))}
    </svg>
  );
}
