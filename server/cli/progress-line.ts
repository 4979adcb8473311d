import type { RunEvent } from '../../runtime/events.ts'
import { duration, timeLeft } from './duration.ts'

/** Where progress is written: a terminal, or a file or pipe that keeps every line. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Shows a run while it happens: in a terminal on one line that is rewritten, in a pipe as one line for each node. */
export function progressLine(screen: Screen): (event: RunEvent) => void {
  const titles = new Map<string, string>()
  const titleOf = (node: string) => titles.get(node) ?? `node ${node}`
  let open = false

  const draw = (text: string) => {
    if (!screen.isTTY) return
    screen.write(`\r\x1b[2K${text.slice(0, (screen.columns ?? 80) - 1)}`)
    open = true
  }
  const line = (text: string) => {
    if (open) screen.write('\r\x1b[2K')
    open = false
    screen.write(`${text}\n`)
  }

  return event => {
    switch (event.kind) {
      case 'node-start':
        titles.set(event.node, event.title)
        return draw(`  ${event.title}`)
      case 'progress':
        return draw(`  ${titleOf(event.node)}  ${bar(event.step, event.of)}  ${steps(event)}`)
      case 'node-done':
        return screen.isTTY || event.ms < noticeable ? undefined : line(`  ${titleOf(event.node)}: ${times(event)}`)
      case 'notice':
        return line(`  note: ${event.message}`)
      case 'run-end':
        if (open) screen.write('\r\x1b[2K')
        open = false
    }
  }
}

/** Nodes quicker than this are not worth a line. */
const noticeable = 50

const width = 24
const bar = (step: number, of: number): string => {
  const full = Math.round((width * step) / Math.max(1, of))
  return '█'.repeat(full) + '░'.repeat(width - full)
}

const steps = ({ step, of, secondsLeft }: Extract<RunEvent, { kind: 'progress' }>): string =>
  `${step}/${of}${secondsLeft ? `  ${timeLeft(secondsLeft)}` : ''}`

const times = ({ ms, loadMs }: { readonly ms: number; readonly loadMs: number }): string =>
  loadMs < noticeable ? duration(ms) : `${duration(ms)}, of which loading ${duration(loadMs)}`
