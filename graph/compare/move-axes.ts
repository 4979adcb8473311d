import type { Json } from '../json.ts'
import type { WorkflowNode } from '../workflow.ts'
import { axisInputs, gridType } from './axis.ts'

export const isGrid = ({ type }: Pick<WorkflowNode, 'type'>): boolean => type === gridType

/**
 * The widget values of a copied grid. Its axes name nodes by their ids: where those were copied with it, the copy
 * compares the copies.
 *
 * @param ids  new ones by old ones
 */
export function movedAxes({ widgets_values: values }: WorkflowNode, ids: ReadonlyMap<string, number>): unknown {
  if (!Array.isArray(values)) return values
  const move = (axis: string) => axis.replace(/^\s*[^\s(.]+/, id => String(ids.get(id.trim()) ?? id))
  return values.map((value: Json, index) =>
    index < axisInputs.length && typeof value === 'string' ? move(value) : value,
  )
}
