import { valueLabel } from './axis.ts'
import type { ComparedCell } from './grid-event.ts'

/** `steps = 4, eta = 0.3` */
export const settingsOf = ({ overrides }: Pick<ComparedCell, 'overrides'>): string =>
  overrides.map(({ input, value }) => `${input} = ${valueLabel(value)}`).join(', ')

/** `0.31 s`, `0.31 s · reused`: how long the picture takes, and whether this run reused it. */
export function captionOf({ seconds, reused, error }: ComparedCell): string {
  if (error !== null) return ''
  const time = seconds === null ? '' : seconds < 10 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`
  return [time, reused ? 'reused' : ''].filter(part => part !== '').join(' · ')
}
