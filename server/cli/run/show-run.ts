import { isAbsolute, relative } from 'node:path'
import type { RunError, RunEvent } from '../../../runtime/contract/run-event.ts'
import { textOf } from '../../../runtime/contract/text-of-event.ts'
import { showGrids } from '../compare/show-grids.ts'
import { duration, timeLeft } from '../duration.ts'

/** Where progress is written: a terminal, or a file or pipe that keeps every line. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/**
 * Shows a run while it happens: in a terminal on one line that is rewritten, in a pipe as one line for each node.
 *
 * @param results  where the path of each picture goes; null keeps it clean
 */
export function showRun(screen: Screen, results: Screen | null): (event: RunEvent) => void {
  const titles = new Map<string, string>()
  const titleOf = (node: string) => titles.get(node) ?? `node ${node}`
  const { draw, line, clear } = onOneLine(screen)
  const grids = showGrids(line)

  return event => {
    if (grids.shows(event)) return
    switch (event.kind) {
      case 'node-start':
        titles.set(event.node, event.title)
        return draw(`${grids.far}  ${event.title}`)
      case 'progress':
        return draw(`${grids.far}  ${titleOf(event.node)}  ${bar(event.step, event.of)}  ${steps(event)}`)
      case 'node-done':
        // While a grid is drawn, its cells have the lines.
        if (screen.isTTY || event.ms < noticeable || grids.far) return
        return line(`  ${titleOf(event.node)}: ${times(event)}`)
      case 'error':
        return line(`error: ${event.error.message}${stackFor(event.error)}`)
      case 'image':
        clear()
        return void results?.write(`${relativeIfNear(event.image.path)}\n`)
      case 'run-end':
        clear()
        return event.status === 'cancelled' ? line('stopped') : undefined
      case 'run-start':
      case 'cached':
      case 'preview':
      case 'decode-preview':
      case 'experts':
      case 'grid':
      case 'cell':
        return
      default:
        return line(`  note: ${textOf(event)}`)
    }
  }
}

function onOneLine(screen: Screen) {
  let open = false
  const clear = () => {
    if (open) screen.write('\r\x1b[2K')
    open = false
  }
  return {
    clear,
    /** Replaces the line. Does nothing where lines cannot be replaced. */
    draw(text: string) {
      if (!screen.isTTY) return
      screen.write(`\r\x1b[2K${text.slice(0, (screen.columns || 80) - 1)}`)
      open = true
    },
    line(text: string) {
      clear()
      screen.write(`${text}\n`)
    },
  }
}

const stackFor = ({ stack }: RunError): string => (process.env.LEAPGRAPH_DEBUG && stack ? `\n${stack}` : '')

function relativeIfNear(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') || isAbsolute(near) ? path : near
}

/** Nodes that take less than this many milliseconds have no line. */
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
