import { WorkflowError } from '../errors.ts'
import { type Plan, plan } from '../plan.ts'
import type { Prompt, Specs } from '../prompt.ts'
import { gridType } from './axis.ts'
import { expandGrid, type Grid } from './expand.ts'

export interface GridPlan {
  readonly plan: Plan
  readonly grids: readonly Grid[]
  /** Steps whose pictures are wanted by the cell they were made for and by nobody after that. */
  readonly passing: ReadonlySet<string>
}

/** Plans a prompt as `plan` does, every grid in it made into its cells. A grid that cannot be is an error of the plan. */
export function planWithGrids(prompt: Prompt, specs: Specs, targets?: readonly string[]): GridPlan {
  const grids: Grid[] = []
  const errors: WorkflowError[] = []
  let expanded = prompt
  for (const id of Object.keys(prompt).filter(id => prompt[id]!.class_type === gridType)) {
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
  const wanted = targets?.filter(id => !failed.has(id)).flatMap(id => cellsOf.get(id) ?? [id])
  const planned = plan(expanded, specs, wanted)
  return {
    plan: errors.length === 0 ? planned : { ...planned, errors: [...errors, ...planned.errors.filter(isPlaced)] },
    grids,
    passing: new Set(Object.keys(expanded).filter(id => !(id in prompt) && makesPictures(expanded, specs, id))),
  }
}

/** That nothing else is left to run is not news. */
const isPlaced = ({ code }: WorkflowError): boolean => code !== 'no-outputs'

const makesPictures = (prompt: Prompt, specs: Specs, id: string): boolean =>
  Object.values(specs.get(prompt[id]!.class_type)?.outputs ?? {}).some(
    ({ type }) => type === 'IMAGE' || type === 'MASK',
  )
