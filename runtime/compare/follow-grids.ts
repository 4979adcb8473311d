import { gridType } from '../../graph/compare/axis.ts'
import type { Grid, GridCell } from '../../graph/compare/expand.ts'
import type { ComparedCell } from '../../graph/compare/grid-event.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import type { RunError, RunEvent } from '../contract/run-event.ts'
import { type StepClock, stepClock } from '../seconds-left.ts'

/** A grid with the cells that have ended, in that order. */
export interface FollowedGrid {
  readonly grid: Grid
  readonly cells: readonly ComparedCell[]
}

interface Following extends FollowedGrid {
  readonly cells: ComparedCell[]
  /** The places of the cells that have ended. */
  readonly ended: Set<GridCell['at']>
  readonly clock: StepClock
}

/**
 * Turns the events of an expanded prompt into those of the document: nodes have the ids they have there, the cells of
 * each grid are reported as they are done, and an error that many cells share is reported once.
 *
 * @param prompt  with the cells in it
 */
export function followGrids(prompt: Prompt, grids: readonly Grid[], specs: Specs, on: (event: RunEvent) => void) {
  const followed = grids.map((grid): Following => ({ grid, cells: [], ended: new Set(), clock: stepClock() }))
  const ownerOf = new Map(followed.flatMap(each => each.grid.cells.map(cell => [cell.id, { each, cell }] as const)))
  const costs = cellCosts(prompt, specs)
  const reported = new Set<string>()

  function settle(
    { grid, cells, ended, clock }: Following,
    cell: Pick<GridCell, 'at' | 'overrides'>,
    result: Settled,
  ): void {
    const { at, overrides } = cell
    cells.push({ at, overrides, ...result })
    ended.add(at)
    const [node, step, of] = [grid.node, cells.length, grid.cells.length]
    on({ kind: 'cell', node, cell: cells.at(-1)! })
    on({ kind: 'progress', node, step, of, secondsLeft: clock.tick(step, of) })
  }

  function fail(error: RunError): void {
    const shown = inDocument(error)
    for (const { each, cell } of ownerOf.values())
      if (error.node !== null && cell.needs.has(error.node) && !each.ended.has(cell.at))
        settle(each, cell, { ...costs.of(cell), picture: null, error: shown.message, seconds: null, reused: false })
    const key = JSON.stringify([shown.node, shown.input, shown.message])
    if (!reported.has(key)) on({ kind: 'error', error: shown })
    reported.add(key)
  }

  function start(nodes: number): void {
    // A grid counts as one node.
    on({ kind: 'run-start', nodes: nodes - ownerOf.size + followed.length })
    for (const { grid, clock } of followed) {
      on({ kind: 'node-start', node: grid.node, type: gridType, title: grid.title })
      on({ kind: 'grid', grid: describe(grid) })
      clock.tick(0, grid.cells.length)
    }
  }

  function receive(event: RunEvent): void {
    const owner = 'node' in event ? ownerOf.get(event.node) : undefined
    if (!owner) costs.receive(event)
    if (event.kind === 'run-start') start(event.nodes)
    else if (event.kind === 'error') fail(event.error)
    else if (event.kind === 'cached')
      on({ ...event, nodes: event.nodes.filter(id => !ownerOf.has(id)).map(documentId) })
    else if (owner && event.kind === 'image' && event.image.type === 'temp')
      settle(owner.each, owner.cell, { picture: event.image, error: null, ...costs.of(owner.cell) })
    else if (!owner || event.kind === 'image') on('node' in event ? { ...event, node: documentId(event.node) } : event)
  }
  return { receive, followed: followed as readonly FollowedGrid[] }
}

type Settled = Omit<ComparedCell, 'at' | 'overrides'>

/** `7@9.c2r1` is node 7 in the document. */
const documentId = (id: string): string => id.split('@', 1)[0]!

const inDocument = (error: RunError): RunError =>
  error.node === null || documentId(error.node) === error.node
    ? error
    : {
        ...error,
        node: documentId(error.node),
        message: error.message.replaceAll(/(node [^\s@]+)@\S+?\.[cbr\d]+/g, '$1'),
      }

const describe = ({ node, axes, cells }: Grid) => ({
  node,
  axes: axes.map(({ input, node, title, widget, values }) => ({ input, node, title, widget, values })),
  cells: cells.length,
})

/**
 * What the cells of a run cost. A cell is charged for its sampling and decoding, also where they were spent on another
 * cell that shares them, or in an earlier run.
 *
 * @param prompt  with the cells in it
 */
function cellCosts(prompt: Prompt, specs: Specs) {
  const draws = new Set(Object.keys(prompt).filter(id => makesPictures(specs, prompt[id]!.class_type)))
  /** Milliseconds without loading, by step. */
  const took = new Map<string, number>()
  /** Steps that were computed since the last cell ended. */
  let computed = new Set<string>()
  return {
    receive(event: RunEvent): void {
      if (event.kind === 'cached') for (const [id, ms] of Object.entries(event.took)) took.set(id, ms)
      if (event.kind !== 'node-done') return
      took.set(event.node, event.ms - event.loadMs)
      computed.add(event.node)
    },
    /** The cost of a cell that has just ended. */
    of({ needs }: GridCell): Pick<ComparedCell, 'seconds' | 'reused'> {
      const own = [...needs].filter(id => draws.has(id))
      const known = own.flatMap(id => took.get(id) ?? [])
      const reused = !own.some(id => computed.has(id))
      computed = new Set()
      return { seconds: known.length > 0 ? known.reduce((a, b) => a + b) / 1000 : null, reused }
    },
  }
}

/** Sampling, decoding, and the steps between and after them: all that output a latent or a picture. */
const makesPictures = (specs: Specs, type: string): boolean =>
  Object.values(specs.get(type)?.outputs ?? {}).some(output => output.type === 'LATENT' || output.type === 'IMAGE')
