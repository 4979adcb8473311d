import type { Draft } from 'immer'
import { type DraftNode, type NodeId, nodeOf } from '../edit/change.ts'
import { cutWires, placeWires } from '../edit/wires/wire-records.ts'
import { nodeSize } from '../import/layout.ts'
import type { NodeSpec } from '../node.ts'
import { isWidget, wireType } from '../port-types.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { readWidgetValues, writeWidgetValues } from '../widgets/widget-values.ts'
import { pointOf, type Workflow } from '../workflow.ts'

/** What samplers call the same thing. */
const names: Readonly<Record<string, readonly string[]>> = {
  seed: ['seed', 'noise_seed'],
  latent: ['latent', 'latent_image'],
}
const nameIn = (spec: NodeSpec, name: string): string | undefined =>
  Object.hasOwn(spec.inputs, name)
    ? name
    : Object.values(names)
        .find(same => same.includes(name))
        ?.find(each => Object.hasOwn(spec.inputs, each))

/** Makes a sampler another one in its place: id, title, seed, prompts and wires stay, as far as it has room for them. */
export function turnInto(draft: Draft<Workflow>, specs: Specs, id: NodeId, type: string): void {
  const node = nodeOf(draft, id)
  const [before, spec] = [specs.get(currentType(node.type)), specs.get(type)]
  if (!before || !spec) return
  const { values, controls } = readWidgetValues(before, node.widgets_values)
  node.widgets_values = writeWidgetValues(spec, renamed(values, spec), renamed(controls, spec))
  // The values by name, as recent front ends save them too, would be those of the old node.
  Reflect.deleteProperty(node, 'widgets_values_named')
  writeInputs(draft, node, spec)
  writeOutputs(draft, node, spec)
  if (node.properties?.['Node name for S&R'] === node.type) node.properties['Node name for S&R'] = type
  node.type = type
  const [width] = pointOf(node.size)
  if (node.size) node.size[1] = nodeSize(spec)[1]
  else node.size = [width, nodeSize(spec)[1]]
}

function renamed<T>(values: Readonly<Record<string, T>>, spec: NodeSpec): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const now = nameIn(spec, name)
      return now === undefined ? [] : [[now, value]]
    }),
  )
}

function writeInputs(draft: Draft<Workflow>, node: DraftNode, spec: NodeSpec): void {
  const old = new Map((node.inputs ?? []).map(input => [nameIn(spec, input.name) ?? `gone ${input.name}`, input]))
  const gone = [...old].filter(([name, { link }]) => name.startsWith('gone ') && link != null)
  cutWires(draft, new Set(gone.map(([, { link }]) => String(link))))
  node.inputs = Object.entries(spec.inputs).flatMap(([name, port]) => {
    const link = old.get(name)?.link ?? null
    if (isWidget(port) && link === null) return []
    return [{ name, type: wireType(port), link, ...(isWidget(port) && { widget: { name } }) }]
  })
  placeWires(draft, node)
}

/** The picture comes out first in all of them. */
function writeOutputs(draft: Draft<Workflow>, node: DraftNode, spec: NodeSpec): void {
  const [first, ...more] = node.outputs ?? []
  cutWires(draft, new Set(more.flatMap(({ links }) => (links ?? []).map(String))))
  node.outputs = Object.entries(spec.outputs).map(([name, { type }], slot) => ({
    name,
    type,
    links: slot === 0 ? [...(first?.links ?? [])] : [],
  }))
}
