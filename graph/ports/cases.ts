import type { JsonObject } from '../json.ts'
import type { NodeSpec, Port } from '../node.ts'
import type { ChoiceWidget } from '../widgets/choice.ts'

/** Choices that decide which other inputs a node has: `cases` in graph/node.ts. */

interface Choosing extends ChoiceWidget<string, unknown> {
  readonly cases: Readonly<Record<string, Readonly<Record<string, Port>>>>
}

export const hasCases = (port: Port): port is Port & Choosing => 'cases' in port && port.cases !== undefined

type Named = readonly [name: string, port: Port]

/**
 * The inputs that a node has, in order: after a choice those that come with its option.
 *
 * @param chosen  the value of a choice, asked for once the choice was taken; the default counts where there is none
 */
export function* shownInputs(spec: NodeSpec, chosen: (name: string) => unknown): Generator<Named> {
  for (const [name, port] of Object.entries(spec.inputs))
    if (!choiceOver(spec, name)) yield* withNested(name, port, chosen)
}

function* withNested(name: string, port: Port, chosen: (name: string) => unknown): Generator<Named> {
  yield [name, port]
  if (!hasCases(port)) return
  const option = String(chosen(name) ?? port.default)
  const nested = Object.hasOwn(port.cases, option) ? port.cases[option]! : {}
  for (const [short, each] of Object.entries(nested)) yield* withNested(`${name}.${short}`, each, chosen)
}

/** The name of the choice that an input comes with: `format` of `format.crf`. */
export function choiceOver(spec: NodeSpec, name: string): string | undefined {
  const [choice = ''] = name.split('.', 1)
  const port = choice !== name && Object.hasOwn(spec.inputs, choice) ? spec.inputs[choice] : undefined
  return port && hasCases(port) ? choice : undefined
}

const known = new WeakMap<NodeSpec, Map<string, NodeSpec>>()

/** The spec with the inputs that a node has with these values only. The same names give the same object. */
export function shownSpec(spec: NodeSpec, values: JsonObject): NodeSpec {
  if (!Object.values(spec.inputs).some(hasCases)) return spec
  const inputs = Object.fromEntries(shownInputs(spec, name => values[name]))
  const key = JSON.stringify(
    Object.entries(inputs).map(([name, port]) => (hasCases(port) ? [name, values[name]] : name)),
    (_, value) => (typeof value === 'bigint' ? String(value) : value),
  )
  const ofSpec = known.get(spec) ?? new Map<string, NodeSpec>()
  known.set(spec, ofSpec)
  const shown = ofSpec.get(key) ?? { ...spec, inputs }
  ofSpec.set(key, shown)
  return shown
}

/** A prompt's flat values as a node receives them: `{ format: 'png', 'format.crf': 18 }` is `{ format: { choice: 'png', crf: 18 } }`. */
export function nestCases(spec: NodeSpec, flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const nested = (name: string, port: Port): unknown => {
    if (!hasCases(port)) return flat[name]
    const option = String(flat[name])
    const ports = Object.entries(Object.hasOwn(port.cases, option) ? port.cases[option]! : {})
    return {
      choice: option,
      ...Object.fromEntries(ports.map(([short, each]) => [short, nested(`${name}.${short}`, each)])),
    }
  }
  const own = Object.entries(flat).filter(([name]) => !choiceOver(spec, name))
  return Object.fromEntries(
    own.map(([name, value]) => [name, name in spec.inputs ? nested(name, spec.inputs[name]!) : value]),
  )
}
