import { isObject, type Json, type JsonObject } from '../json.ts'
import type { NodeSpec, Port } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { choiceOver, shownInputs } from '../ports/cases.ts'
import { isFile } from './file.ts'
import { isSeed } from './seed.ts'

/**
 * What each entry of a `widgets_values` array is for.
 *
 * The array is positional: one entry per widget in the order of the definition, also for widgets that are wired;
 * directly after a seed its control ("randomize"); at the end one entry per upload button.
 */
export type WidgetSlot =
  | { readonly kind: 'value' | 'control' | 'button'; readonly name: string }
  /** An entry without a widget: a hole, or the placeholder of a number that can only be wired. */
  | { readonly kind: 'skip' }

const skip: WidgetSlot = { kind: 'skip' }
const wireOnlyTypes = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN'])
const controls = new Set(['fixed', 'increment', 'decrement', 'randomize', 'increment-wrap'])

/** The slots as files are written now, of a node with these values. */
export const widgetSlots = (spec: NodeSpec, values: JsonObject = {}): WidgetSlot[] =>
  slots(spec, false, name => values[name])

/** The slots of one given array, which may be older, shorter, or contain placeholders and holes. */
export function slotsOf(spec: NodeSpec, values: readonly Json[]): WidgetSlot[] {
  const present = slots(spec, false, (_, at) => values[at])
  if (values.length === present.length) return present
  const withDummies = slots(spec, true, (_, at) => values[at])
  if (values.length === withDummies.length) return withDummies
  if (values.length > present.length) return withHoles(present, values)
  return withoutMissing(spec, present, values)
}

/** Very old files hold a value for a number, text or toggle that can only be wired, too. */
function slots(
  spec: NodeSpec,
  withDummies: boolean,
  chosen: (name: string, at: number) => Json | undefined,
): WidgetSlot[] {
  const found: WidgetSlot[] = []
  const buttons: WidgetSlot[] = []
  for (const [name, port] of shownInputs(spec, name => chosen(name, found.length - 1))) {
    if (isWidget(port)) found.push({ kind: 'value', name })
    else if (withDummies && wireOnlyTypes.has(port.type)) found.push(skip)
    if (isSeed(port)) found.push({ kind: 'control', name })
    if (isFile(port) && port.upload) buttons.push({ kind: 'button', name })
  }
  return [...found, ...buttons]
}

/** Preview widgets leave nulls in the array; if removing them makes the array fit, they are holes. */
function withHoles(present: WidgetSlot[], values: readonly Json[]): WidgetSlot[] {
  if (values.filter(value => value !== null).length !== present.length) return present
  let next = 0
  return values.map(value => (value === null ? skip : present[next++]!))
}

/** Arrays made by scripts may lack the control after a seed, those of older nodes a number that came later to a case. */
function withoutMissing(spec: NodeSpec, present: WidgetSlot[], values: readonly Json[]): WidgetSlot[] {
  const kept: WidgetSlot[] = []
  for (const slot of present) {
    const value = values[kept.length]
    if (value === undefined || !isMissing(spec, slot, value)) kept.push(slot)
  }
  return kept
}

function isMissing(spec: NodeSpec, slot: WidgetSlot, value: Json): boolean {
  if (slot.kind === 'control') return !isControl(value)
  if (slot.kind !== 'value' || !choiceOver(spec, slot.name)) return false
  return isNumber(spec.inputs[slot.name]) && typeof value === 'string'
}

const isNumber = (port: Port | undefined) => port?.kind === 'int' || port?.kind === 'float'

/** Whether a value says what happens to a seed after a run. */
export const isControl = (value: Json) =>
  typeof value === 'boolean' || (typeof value === 'string' && controls.has(value))

/** `widgets_values` of an unknown form: an array, an object by name, or nothing. */
export const asWidgetArray = (raw: unknown): readonly Json[] => (Array.isArray(raw) ? raw : [])
export const asWidgetObject = (raw: unknown) => (isObject(raw) ? raw : undefined)
