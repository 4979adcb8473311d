import { isAbsolute, relative } from 'node:path'
import { valueLabel } from '../../graph/compare/axis.ts'
import { captionOf } from '../../runtime/contract/caption.ts'
import type { ComparedCell } from '../../runtime/contract/compared.ts'
import type { RunError, RunEvent } from '../../runtime/contract/run-event.ts'
import { textOf } from '../../runtime/contract/text-of-event.ts'
import { duration, timeLeft } from './duration.ts'

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
  /** The grid that is being drawn, and how far it is: `cell 4 of 12, 8 s left`. */
  let grid = { node: '', far: '' }

  return event => {
    switch (event.kind) {
      case 'grid':
        grid = { node: event.grid.node, far: `  cell 1 of ${event.grid.cells}` }
        return
      case 'cell':
        return line(`  ${cellLine(event.cell)}`)
      case 'node-start':
        titles.set(event.node, event.title)
        return draw(`${grid.far}  ${event.title}`)
      case 'progress':
        if (event.node === grid.node) grid = { ...grid, far: event.step < event.of ? farOf(event) : '' }
        else draw(`${grid.far}  ${titleOf(event.node)}  ${bar(event.step, event.of)}  ${steps(event)}`)
        return
      case 'node-done':
        // Of the nodes of a grid the cells say enough.
        if (screen.isTTY || event.ms < noticeable || grid.far) return
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
    /** Replaces the line; nothing where lines cannot be replaced. */
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

/** Nodes quicker than this are not worth a line. */
const noticeable = 50

const width = 24
const bar = (step: number, of: number): string => {
  const full = Math.round((width * step) / Math.max(1, of))
  return '█'.repeat(full) + '░'.repeat(width - full)
}

const farOf = ({ step, of, secondsLeft }: Extract<RunEvent, { kind: 'progress' }>): string =>
  `  cell ${step + 1} of ${of}${secondsLeft ? `, ${timeLeft(secondsLeft)}` : ''}`

/** `steps = 4, eta = 0.3: 0.31 s` */
function cellLine(cell: ComparedCell): string {
  const values = cell.overrides.map(({ input, value }) => `${input} = ${valueLabel(value)}`).join(', ')
  return `${values}: ${cell.error ?? captionOf(cell)}`
}

const steps = ({ step, of, secondsLeft }: Extract<RunEvent, { kind: 'progress' }>): string =>
  `${step}/${of}${secondsLeft ? `  ${timeLeft(secondsLeft)}` : ''}`

const times = ({ ms, loadMs }: { readonly ms: number; readonly loadMs: number }): string =>
  loadMs < noticeable ? duration(ms) : `${duration(ms)}, of which loading ${duration(loadMs)}`
