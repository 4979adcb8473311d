import type { Json, JsonObject } from '../json.ts'
import type { NodeSpec, Widget } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { hasCases, shownInputs, shownSpec } from '../ports/cases.ts'
import { isSeed, type SeedControl } from './seed.ts'
import { initialOf, kindOf } from './widget-kinds.ts'
import { asWidgetArray, asWidgetObject, slotsOf, type WidgetSlot, widgetSlots } from './widget-slots.ts'

/** A node's widgets by name. */
export interface WidgetValues {
  /** As the file has them, or the default; a file widget that names no file is absent. */
  readonly values: Readonly<Record<string, Json>>
  /** What happens to each seed after a run. */
  readonly controls: Readonly<Record<string, SeedControl>>
}

/** Reads `widgets_values` in any of its forms. Values that are missing or null take their defaults. */
export function readWidgetValues(spec: NodeSpec, raw: unknown): WidgetValues {
  const stored = asWidgetObject(raw) ?? byName(spec, asWidgetArray(raw))
  const values: Record<string, Json> = {}
  const controls: Record<string, SeedControl> = {}
  for (const [name, port] of shownInputs(spec, name => values[name])) {
    if (!isWidget(port)) continue
    const value = migrated(name, own(stored, name)) ?? initialOf(port)
    if (value !== undefined) values[name] = value
    if (isSeed(port)) controls[name] = readControl(own(stored, controlKey(name)))
  }
  return { values, controls }
}

/** The spec with the inputs that a node has whose `widgets_values` these are. */
export const specOn = (spec: NodeSpec, raw: unknown): NodeSpec =>
  Object.values(spec.inputs).some(hasCases) ? shownSpec(spec, readWidgetValues(spec, raw).values) : spec

/** The array ComfyUI would save for a node with these values. */
export const writeWidgetValues = (
  spec: NodeSpec,
  values: WidgetValues['values'],
  controls: WidgetValues['controls'] = {},
): Json[] => {
  const shown = shownSpec(spec, values)
  return widgetSlots(shown, values).map(slot => entryOf(shown, slot, { values, controls }))
}

/** The same `widgets_values` with one value changed; its other entries stay in place. */
export function setWidgetValue(spec: NodeSpec, raw: unknown, name: string, value: Json): Json {
  return change(spec, raw, 'value', name, value)
}

/** The same `widgets_values` with a seed's control changed. */
export function setSeedControl(spec: NodeSpec, raw: unknown, name: string, control: SeedControl): Json {
  return change(spec, raw, 'control', name, control)
}

/** The same `widgets_values` on a copied node: what names other nodes names their copies. @param ids  new ones by old ones */
export const movedWidgetValues = (spec: NodeSpec, raw: unknown, ids: ReadonlyMap<string, number>): unknown =>
  Object.entries(spec.inputs).reduce((values, [name, port]) => {
    const move = isWidget(port) ? kindOf(port).moved : undefined
    const value = readWidgetValues(spec, values).values[name] ?? null
    const moved = move?.(value, ids) ?? value
    return moved === value ? values : setWidgetValue(spec, values, name, moved)
  }, raw)

function change(spec: NodeSpec, raw: unknown, kind: 'value' | 'control', name: string, value: Json): Json {
  const object = asWidgetObject(raw)
  if (object) return { ...object, [kind === 'value' ? name : controlKey(name)]: value }
  const array = asWidgetArray(raw)
  const present = readWidgetValues(spec, array)
  const port = Object.hasOwn(spec.inputs, name) ? spec.inputs[name] : undefined
  // Other inputs may come with another option.
  if (port && hasCases(port)) return writeWidgetValues(spec, { ...present.values, [name]: value }, present.controls)
  const isWanted = (slot: WidgetSlot) => slot.kind === kind && slot.name === name
  const fitting = slotsOf(spec, array)
  if (fitting.some(isWanted)) {
    const missing = fitting.slice(array.length).map(slot => entryOf(shownSpec(spec, present.values), slot, present))
    return [...array, ...missing].with(fitting.findIndex(isWanted), value)
  }
  const whole = widgetSlots(spec, present.values)
  if (!whole.some(isWanted)) throw new Error(`${spec.type} has no ${kind} widget ${name}`)
  return whole.map(slot => (isWanted(slot) ? value : entryOf(spec, slot, present)))
}

/** The value of one entry of the array. */
function entryOf(spec: NodeSpec, slot: WidgetSlot, { values, controls }: WidgetValues): Json {
  if (slot.kind === 'skip') return null
  if (slot.kind === 'button') return 'image'
  if (slot.kind === 'control') return controls[slot.name] ?? 'randomize'
  return own(values, slot.name) ?? initialOf(spec.inputs[slot.name] as Widget) ?? null
}

function byName(spec: NodeSpec, array: readonly Json[]): JsonObject {
  const named: Record<string, Json> = {}
  slotsOf(spec, array).forEach((slot, index) => {
    const value = array[index]
    if (value === undefined || slot.kind === 'skip' || slot.kind === 'button') return
    named[slot.kind === 'value' ? slot.name : controlKey(slot.name)] = value
  })
  return named
}

/** Where the object form keeps a seed's control. */
const controlKey = (seed: string) =>
  seed === 'seed' || seed === 'noise_seed' ? 'control_after_generate' : `${seed}.control`

/** Old files hold true for randomize and false for fixed. */
function readControl(value: Json | undefined): SeedControl {
  if (value === true) return 'randomize'
  if (value === false) return 'fixed'
  return value === 'fixed' || value === 'increment' || value === 'decrement' ? value : 'randomize'
}

/** Early files spell samplers `sample_euler`. */
const migrated = (name: string, value: Json | undefined): Json | undefined =>
  name === 'sampler_name' && typeof value === 'string' ? value.replace(/^sample_/, '') : (value ?? undefined)

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined
