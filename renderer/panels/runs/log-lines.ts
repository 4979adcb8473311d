import type { LogLine } from '../../../runtime/contract/editor-events.ts'

/** As many lines as the program keeps. */
const LINES = 2000

/** Lines with newer ones behind them: each once, the oldest left out where there are too many. */
export function withNew(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const last = lines.at(-1)?.number ?? 0
  return [...lines, ...more.filter(({ number }) => number > last)].slice(-LINES)
}

/** Those that contain a text, in their words or their level. */
export function linesWith(lines: readonly LogLine[], text: string): readonly LogLine[] {
  const wanted = text.trim().toLowerCase()
  return wanted === '' ? lines : lines.filter(line => `${line.level} ${line.text}`.toLowerCase().includes(wanted))
}

/** As it is copied, with the whole time in UTC. */
export const textOfLog = (lines: readonly LogLine[]): string =>
  lines.map(({ time, level, text }) => `${new Date(time).toISOString()} ${level.padEnd(5)} ${text}\n`).join('')
