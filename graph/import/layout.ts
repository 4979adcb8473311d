import { columnsOf } from '../document/columns.ts'
import type { NodeSpec } from '../node.ts'
import { type InParts, mapInParts } from '../planning/in-parts.ts'
import { isWidget } from '../port-types.ts'
import { shownInputs } from '../ports/cases.ts'
import { withoutSpare } from '../ports/growing.ts'
import type { Prompt, Specs } from '../prompt.ts'
import { kindOf } from '../widgets/widget-kinds.ts'

const nodeWidth = 315
const rowHeight = 24
const titleHeight = 34
const gap = 60

export interface Place {
  readonly pos: readonly [number, number]
  readonly size: readonly [number, number]
}

/** Places nodes left to right: each one column after the last it reads, stacked in the order of the prompt. */
export function* layOut(prompt: Prompt, specs: Specs): InParts<Map<string, Place>> {
  const sources = sourcesOf(prompt)
  yield
  const columns = columnsOf(sources)
  yield
  const heights: number[] = []
  return new Map(
    yield* mapInParts(Object.entries(prompt), ([id, node]) => {
      const column = columns.get(id) ?? 0
      const y = heights[column] ?? 0
      const height = heightOf(specs.get(node.class_type), Object.keys(node.inputs).length)
      heights[column] = y + height + gap
      return [id, { pos: [column * (nodeWidth + gap), y], size: [nodeWidth, height] }]
    }),
  )
}

const sourcesOf = (prompt: Prompt): Map<string, string[]> =>
  new Map(
    Object.entries(prompt).map(([id, { inputs }]) => [
      id,
      Object.values(inputs).flatMap(value => (Array.isArray(value) ? [String(value[0])] : [])),
    ]),
  )

/** About the size that a new node takes: `[width, height]`. */
export const nodeSize = (spec: NodeSpec): readonly [number, number] => [nodeWidth, heightOf(spec, 0)]

function heightOf(spec: NodeSpec | undefined, inputs: number): number {
  const ports = spec ? withoutSpare([...shownInputs(spec, () => undefined)], () => false).map(([, port]) => port) : []
  const widgets = ports.filter(isWidget)
  const sockets = spec ? Math.max(ports.length - widgets.length, Object.keys(spec.outputs).length) : inputs
  const rows = widgets.map(widget => kindOf(widget).rows?.(widget) ?? 1)
  return titleHeight + rowHeight * (sockets + rows.reduce((sum, count) => sum + count, 0))
}
