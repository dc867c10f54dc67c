// The few pictures the app speaks with, drawn with one pen.

const PATHS = {
  journal: "M6 3.5h11.5v17H6zM6 3.5v17M9.5 8h5M9.5 11.5h5M3.5 7H6M3.5 12H6M3.5 17H6",
  timer: "M12 8v5l3 2M12 5a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.5 2.5h5",
  plus: "M12 5v14M5 12h14",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5",
  check: "M4.5 12.5 9.5 17.5 19.5 6.5",
  device: "M7 3h10v18H7zM11 18h2",
  everywhere: "M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1-.5 8.5M9 15.5l2.5 2.5 4.5-5",
  away: "M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5 4.3 4.3 0 0 1 17.5 18zM4 4l16 16",
  moving: "M4 12a8 8 0 0 1 14-5.3M20 12a8 8 0 0 1-14 5.3M18 3v4h-4M6 21v-4h4",
  attention: "M12 4 21 20H3zM12 10v4.5M12 17.2v.1",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  pencil: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM14 6.5 17.5 10",
  bin: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13.5h9l1-13.5M10 11v6M14 11v6",
  play: "M7.5 4.5v15l12-7.5z",
  pause: "M8 5v14M16 5v14",
  stop: "M6.5 6.5h11v11h-11z",
  close: "M6 6l12 12M18 6 6 18",
  left: "M14.5 5 7.5 12l7 7",
  right: "M9.5 5l7 7-7 7",
  note: "M10 17.5V5l8-1.5V15M10 17.5a2.7 2.2 0 1 1-5.4 0 2.7 2.2 0 0 1 5.4 0zM18 15a2.7 2.2 0 1 1-5.4 0 2.7 2.2 0 0 1 5.4 0z",
  again: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
  download: "M12 4v11M7 11l5 5 5-5M4.5 20h15",
  book: "M12 6.5C10 5 7 4.5 3.5 4.5v13.5c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V4.5C17 4.5 14 5 12 6.5zM12 6.5V20",
  mail: "M3.5 6h17v12.5h-17zM4 6.5l8 7 8-7",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, or on a button that has a label. It says nothing by itself. */
export function Icon({ name, className = "size-5" }: { name: IconName; className?: string }) {
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
      <path d={PATHS[name]} />
    </svg>
  );
}
