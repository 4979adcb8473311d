import type { Draft } from 'immer'
import { linksOf } from '../document/links.ts'
import { jsonInteger } from '../json.ts'
import type { Port } from '../node.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { named, withValue } from '../widgets/node-values.ts'
import { isInt } from '../widgets/numbers/int.ts'
import { isSeed, nextSeed, type SeedControl, type SeedWidget } from '../widgets/seed.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import type { Workflow } from '../workflow.ts'
import { type Change, type DraftNode, seen } from './change.ts'
import { isPrimitive } from './wires/primitives.ts'

/**
 * Sets the seeds of the next run, as ComfyUI does after queueing one: each by its control, unless it is wired.
 *
 * @param random  uniform in [0, 1)
 */
export const advanceSeeds =
  (specs: Specs, random: () => number = Math.random): Change =>
  draft => {
    const isSeeded = (type: string) => Object.values(specs.get(currentType(type))?.inputs ?? {}).some(isSeed)
    for (const node of draft.nodes.filter(node => isPrimitive(node) || isSeeded(node.type)))
      if (isPrimitive(node)) advancePrimitive(draft, node, specs, random)
      else advanceNode(node, specs, random)
  }

function advanceNode(node: DraftNode, specs: Specs, random: () => number): void {
  const spec = specs.get(currentType(node.type))!
  for (const [name, port] of Object.entries(spec.inputs)) {
    const isWired = node.inputs?.some(input => input.name === name && input.link != null)
    if (!isSeed(port) || isWired) continue
    const { values, controls } = readWidgetValues(spec, node.widgets_values)
    const next = following(values[name], controls[name], port, random)
    if (next !== undefined && next !== values[name]) Object.assign(node, withValue(spec, node, name, next))
  }
}

/** The values of a primitive are its number and its control; the range is that of the widget it feeds. */
function advancePrimitive(draft: Draft<Workflow>, node: DraftNode, specs: Specs, random: () => number): void {
  const values = node.widgets_values
  const wire = node.outputs?.[0]?.links?.[0]
  const link = wire === undefined ? undefined : linksOf(seen(draft)).get(String(wire))
  if (!Array.isArray(values) || !link) return
  const target = draft.nodes.find(({ id }) => String(id) === link.to)
  const name = target?.inputs?.find(input => String(input.link) === link.id)?.name ?? ''
  const range = wholeRange(specs.get(currentType(target?.type ?? ''))?.inputs[name])
  const next = range && following(values[0], values[1], range, random)
  if (next === undefined) return
  values[0] = next
  Object.assign(node, named(node, 'value', next))
}

function following(value: unknown, control: unknown, widget: SeedWidget, random: () => number) {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) return undefined
  return jsonInteger(nextSeed(BigInt(value as number | bigint), control as SeedControl, widget, random))
}

const wholeRange = (port: Port | undefined): SeedWidget | undefined => {
  if (!port || isSeed(port)) return port
  if (!isInt(port)) return undefined
  return { kind: 'seed', default: BigInt(port.default), min: BigInt(port.min), max: BigInt(port.max) }
}
