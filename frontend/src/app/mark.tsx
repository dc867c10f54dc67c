// The mark: a note on a page with its margin.
export function Mark({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true" focusable="false">
      <rect x="9" y="5" width="46" height="54" rx="7" className="fill-sheet stroke-ink" strokeWidth="3" />
      <path d="M20 6.5v51" className="stroke-accent" strokeWidth="2.5" />
      <ellipse cx="34" cy="43" rx="7.5" ry="5.6" transform="rotate(-20 34 43)" className="fill-ink" />
      <path
        d="M40.5 41V16c1 6 8 7 7 15"
        className="stroke-ink"
        strokeWidth="3"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
