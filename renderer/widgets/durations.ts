/** A duration: `0.7 s`, `24 s`, `3 min`. */
export const seconds = (s: number): string =>
  s < 0.05 ? '< 0.1 s' : s < 10 ? `${s.toFixed(1)} s` : s < 90 ? `${Math.round(s)} s` : `${Math.round(s / 60)} min`

/** An estimate, rounded to whole seconds or minutes: `7 s left`. */
export const timeLeft = (s: number): string => (s < 90 ? `${Math.ceil(s)} s left` : `${Math.round(s / 60)} min left`)
