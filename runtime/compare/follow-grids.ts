import { gridType } from '../../graph/compare/axis.ts'
import type { Grid, GridCell } from '../../graph/compare/expand.ts'
import type { GridPlan } from '../../graph/compare/plan-grids.ts'
import type { Specs } from '../../graph/prompt.ts'
import type { ComparedCell } from '../contract/compared.ts'
import type { RunError, RunEvent } from '../contract/run-event.ts'
import { type StepClock, stepClock } from '../seconds-left.ts'

/** A grid with the cells that are through, in the order in which they were. */
export interface FollowedGrid {
  readonly grid: Grid
  readonly cells: readonly ComparedCell[]
}

interface Following extends FollowedGrid {
  readonly cells: ComparedCell[]
  readonly clock: StepClock
}

/**
 * Turns what the run of an expanded prompt says into what a person wants to hear: nodes by the ids they have in the
 * document, the cells of each grid as they are done, and one error once, however many cells share it.
 */
export function followGrids({ plan, grids }: GridPlan, specs: Specs, on: (event: RunEvent) => void) {
  const followed = grids.map((grid): Following => ({ grid, cells: [], clock: stepClock() }))
  const ownerOf = new Map(followed.flatMap(each => each.grid.cells.map(cell => [cell.id, { each, cell }] as const)))
  const draws = new Set(plan.steps.filter(({ type }) => makesPictures(specs, type)).map(({ id }) => id))
  const took = new Map<string, number>()
  /** What was computed since the last cell was done. */
  let computed = new Set<string>()
  const told = new Set<string>()

  function settle(each: Following, cell: GridCell, result: Pick<ComparedCell, 'picture' | 'error'>): void {
    const own = [...cell.needs].filter(id => draws.has(id))
    const known = own.flatMap(id => took.get(id) ?? [])
    const seconds = known.length > 0 && result.error === null ? sum(known) / 1000 : null
    const reused = result.error === null && !own.some(id => computed.has(id))
    computed = new Set()
    const { at, overrides } = cell
    const compared = { at, overrides, seconds, reused, ...result }
    each.cells.push(compared)
    const [node, done, of] = [each.grid.node, each.cells.length, each.grid.cells.length]
    on({ kind: 'cell', node, cell: compared })
    on({ kind: 'progress', node, step: done, of, secondsLeft: each.clock.tick(done, of) })
  }
  const isThrough = (each: Following, cell: GridCell) => each.cells.some(({ at }) => at === cell.at)

  function failed(error: RunError): void {
    for (const { each, cell } of ownerOf.values())
      if (error.node !== null && cell.needs.has(error.node) && !isThrough(each, cell))
        settle(each, cell, { picture: null, error: inDocument(error).message })
    const shown = inDocument(error)
    const key = JSON.stringify([shown.node, shown.input, shown.message])
    if (!told.has(key)) on({ kind: 'error', error: shown })
    told.add(key)
  }

  function starts(nodes: number): void {
    // A grid counts as one node.
    on({ kind: 'run-start', nodes: nodes - ownerOf.size + followed.length })
    for (const { grid, clock } of followed) {
      on({ kind: 'node-start', node: grid.node, type: gridType, title: grid.title })
      on({ kind: 'grid', grid: describe(grid) })
      clock.tick(0, grid.cells.length)
    }
  }

  /** Of a step that draws no cell. */
  const tell = (event: RunEvent) => on('node' in event ? { ...event, node: documentId(event.node) } : event)

  function receive(event: RunEvent): void {
    const owner = 'node' in event ? ownerOf.get(event.node) : undefined
    if (event.kind === 'run-start') starts(event.nodes)
    else if (event.kind === 'error') failed(event.error)
    else if (event.kind === 'cached') {
      for (const [id, ms] of Object.entries(event.took)) took.set(id, ms)
      on({ ...event, nodes: event.nodes.filter(id => !ownerOf.has(id)).map(documentId) })
    } else if (!owner) {
      if (event.kind === 'node-done') {
        took.set(event.node, event.ms - event.loadMs)
        computed.add(event.node)
      }
      tell(event)
    } else if (event.kind === 'image') {
      if (event.image.type === 'temp') settle(owner.each, owner.cell, { picture: event.image, error: null })
      else tell(event)
    }
  }
  return { receive, followed: followed as readonly FollowedGrid[] }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** Sampling, decoding, and what lies between and behind: everything that hands on a latent or a picture. */
const makesPictures = (specs: Specs, type: string): boolean =>
  Object.values(specs.get(type)?.outputs ?? {}).some(output => output.type === 'LATENT' || output.type === 'IMAGE')

/** `7@9.c2r1` is node 7 to whoever sees the document. */
const documentId = (id: string): string => id.replace(/@.*$/, '')

const inDocument = (error: RunError): RunError =>
  error.node === null || documentId(error.node) === error.node
    ? error
    : { ...error, node: documentId(error.node), message: error.message.replaceAll(/(node \S+?)@\S+?\.[cbr\d]+/g, '$1') }

const describe = ({ node, axes, cells }: Grid) => ({
  node,
  axes: axes.map(({ input, node, title, widget, values }) => ({ input, node, title, widget, values })),
  cells: cells.length,
})
