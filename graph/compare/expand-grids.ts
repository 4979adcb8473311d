import { WorkflowError } from '../errors.ts'
import type { Prompt, Specs } from '../prompt.ts'
import { gridType } from './axis.ts'
import { expandGrid, type Grid } from './expand.ts'

export interface ExpandedGrids {
  /** The prompt in which the cells of every grid stand in its place. */
  readonly prompt: Prompt
  readonly targets: readonly string[] | undefined
  readonly grids: readonly Grid[]
  /** The errors of grids that cannot be drawn; these are not in the prompt. */
  readonly errors: readonly WorkflowError[]
  /** Nodes whose pictures are needed for their cell and not after that. */
  readonly passing: ReadonlySet<string>
}

/** Expands the grids of a prompt; only those in `targets`, where it is given. */
export function expandGrids(prompt: Prompt, specs: Specs, targets?: readonly string[]): ExpandedGrids {
  const grids: Grid[] = []
  const errors: WorkflowError[] = []
  let expanded = prompt
  for (const id of gridsOf(prompt)) {
    if (targets && !targets.includes(id)) continue
    try {
      const made = expandGrid(expanded, specs, id)
      grids.push(made.grid)
      expanded = made.prompt
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
      errors.push(error)
      const { [id]: _, ...others } = expanded
      expanded = others
    }
  }
  const cellsOf = new Map(grids.map(({ node, cells }) => [node, cells.map(({ id }) => id)]))
  const failed = new Set(errors.map(({ place }) => place.nodeId))
  return {
    prompt: expanded,
    targets: targets?.filter(id => !failed.has(id)).flatMap(id => cellsOf.get(id) ?? [id]),
    grids,
    errors,
    passing: new Set(Object.keys(expanded).filter(id => !(id in prompt) && makesPictures(expanded, specs, id))),
  }
}

export const gridsOf = (prompt: Prompt): readonly string[] =>
  Object.keys(prompt).filter(id => prompt[id]!.class_type === gridType)

const makesPictures = (prompt: Prompt, specs: Specs, id: string): boolean =>
  Object.values(specs.get(prompt[id]!.class_type)?.outputs ?? {}).some(
    ({ type }) => type === 'IMAGE' || type === 'MASK',
  )
