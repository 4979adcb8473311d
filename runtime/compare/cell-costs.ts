import type { GridCell } from '../../graph/compare/expand.ts'
import type { ComparedCell } from '../../graph/compare/grid-event.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import type { RunEvent } from '../contract/run-event.ts'

/**
 * What the cells of a run cost. A cell is charged for its sampling and decoding, also where they were spent on another
 * cell that shares them, or in an earlier run.
 *
 * @param prompt  with the cells in it
 */
export function cellCosts(prompt: Prompt, specs: Specs) {
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
