/** The mark: one point that reaches two. */
export function Logo({ size = 23 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6.5" fill="var(--accent)" />
      <g
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M8.8 11.1 14.9 8.2M8.8 12.9l6.1 2.9" />
        <circle cx="7" cy="12" r="1.9" />
        <circle cx="16.6" cy="7.4" r="1.9" />
        <circle cx="16.6" cy="16.6" r="1.9" />
      </g>
    </svg>
  );
}
