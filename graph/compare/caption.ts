import type { ComparedCell } from './grid-event.ts'

/** `0.31 s`, `0.31 s · reused`: what the picture takes, and that this run did not have to. */
export function captionOf({ seconds, reused, error }: ComparedCell): string {
  if (error !== null) return ''
  const time = seconds === null ? '' : seconds < 10 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`
  return [time, reused ? 'reused' : ''].filter(part => part !== '').join(' · ')
}
