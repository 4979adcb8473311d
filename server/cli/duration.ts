/** As people write it: `480 ms`, `3.2 s`, `1 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** Rounded up to whole seconds, since it is an estimate: `7 s left`. */
export const timeLeft = (seconds: number): string =>
  seconds < 60 ? `${Math.max(1, Math.ceil(seconds))} s left` : `${duration(Math.ceil(seconds) * 1000)} left`
