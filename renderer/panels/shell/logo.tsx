/** A leap between two sockets. */
export const Logo = () => (
  <svg width="26" height="22" viewBox="0 0 26 22" role="img" aria-label="Leapgraph">
    <circle cx="4" cy="17" r="3" fill="var(--t-model)" />
    <circle cx="22" cy="5" r="3" fill="var(--accent)" />
    <path d="M4 17C8 1 17 21 22 5" fill="none" stroke="var(--ink)" strokeWidth="2" />
  </svg>
)
