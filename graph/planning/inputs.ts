import { WorkflowError, type WorkflowErrorCode, type WorkflowPlace } from '../errors.ts'
import { isObject, type Json, jsonInteger } from '../json.ts'
import type { NodeSpec, Port } from '../node.ts'
import { isWidget, typesMeet, wireType } from '../port-types.ts'
import type { Prompt, Specs } from '../prompt.ts'
import { isFile } from '../widgets/file.ts'
import { floatOf, textOf, truthOf, wholeOf } from '../widgets/python-values.ts'
import { knownValue } from './known-value.ts'
import { describePlace, readLiteral, shown } from './literal.ts'

export type StepInput =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'link'; readonly from: string; readonly output: string }

/**
 * Checks one input of a node and reads it.
 *
 * @returns undefined for an optional input that is not there
 * @throws  WorkflowError naming node, input, received value and what is allowed
 */
export function readInput(
  port: Port,
  value: Json | undefined,
  place: WorkflowPlace,
  prompt: Prompt,
  specs: Specs,
): StepInput | undefined {
  if (value === undefined) {
    if (port.optional) return undefined
    throw inputError('missing-input', `needs ${describePort(port)}, and nothing is connected or set`, place)
  }
  // Programs write null for what is not connected.
  if (value === null && port.optional && !isWidget(port)) return undefined
  if (Array.isArray(value)) return readLink(port, value, place, prompt, specs)
  const literal = isObject(value) && '__value__' in value ? value.__value__! : value
  if (isWidget(port) && isFile(port) && port.none !== undefined && literal === port.none) return undefined
  if (isWidget(port)) return { kind: 'value', value: readLiteral(port, literal, place) }
  return { kind: 'value', value: readAtSocket(port.type, literal, place) }
}

/** Wire types whose values a prompt can hold, and what ComfyUI makes of a literal. */
const literals: Readonly<Record<string, readonly [expected: string, read: (value: Json) => Json | undefined]>> = {
  INT: ['a whole number', value => mapped(wholeOf(value), jsonInteger)],
  FLOAT: ['a number', floatOf],
  STRING: ['a text', textOf],
  BOOLEAN: ['true or false', truthOf],
}

const mapped = <T, U>(value: T | undefined, map: (value: T) => U): U | undefined =>
  value === undefined ? undefined : map(value)

/** A literal where other programs connect a wire. As in ComfyUI, it is converted only where the socket has one type. */
function readAtSocket(type: string, value: Json, place: WorkflowPlace): Json {
  const at = { ...place, received: value }
  const types = type.split(',').map(part => literals[part.trim()])
  if (type === '*' || (types.length > 1 && types.every(Boolean))) return value
  const [expected, read] = (types.length === 1 && types[0]) || []
  if (!read) throw inputError('bad-link', `must be connected to ${withArticle(type)} output`, at)
  const literal = read(value)
  if (literal === undefined)
    throw new WorkflowError('bad-value', `${describePlace(place)}: expected ${expected}, got ${shown(value)}.`, at)
  return literal
}

function readLink(port: Port, link: readonly Json[], place: WorkflowPlace, prompt: Prompt, specs: Specs): StepInput {
  const [id, slot] = link
  if (link.length !== 2 || (typeof id !== 'string' && typeof id !== 'number') || typeof slot !== 'number')
    throw inputError('bad-link', 'is not a link: expected [node id, output number]', { ...place, received: link })
  const from = String(id)
  const source = Object.hasOwn(prompt, from) ? prompt[from] : undefined
  if (!source) throw inputError('bad-link', `reads from node ${from}, which is not there`, { ...place, received: link })
  const spec = specs.get(source.class_type)
  if (!spec) return { kind: 'link', from, output: String(slot) }
  const output = Object.entries(spec.outputs)[slot]
  if (!output)
    throw inputError(
      'bad-link',
      `reads output ${slot} of ${spec.title} (node ${from}), which has ${countOutputs(spec)}`,
      {
        ...place,
        received: link,
      },
    )
  const [name, { type }] = output
  const wanted = wireType(port)
  if (!typesMeet(type, wanted))
    throw inputError('type-mismatch', `takes ${wanted}, but ${name} of ${spec.title} (node ${from}) gives ${type}`, {
      ...place,
      received: type,
      allowed: wanted,
    })
  // What is known now need not wait for the run to be refused.
  const known = isWidget(port) ? knownValue(link, prompt) : undefined
  if (isWidget(port) && known !== undefined) {
    const wires = place.input === undefined ? [] : [place.input]
    readLiteral(port, known, { ...place, wires }, `${source._meta?.title ?? spec.title} (node ${from})`)
  }
  return { kind: 'link', from, output: name }
}

const inputError = (code: WorkflowErrorCode, says: string, place: WorkflowPlace) =>
  new WorkflowError(code, `${describePlace(place)} ${says}.`, place)

const describePort = (port: Port) => (isWidget(port) ? (isFile(port) ? 'a file' : 'a value') : withArticle(port.type))

/** A socket type in a sentence: `an IMAGE`. */
const withArticle = (type: string): string => `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`

function countOutputs(spec: NodeSpec): string {
  const count = Object.keys(spec.outputs).length
  return count === 1 ? 'one output' : `${count || 'no'} outputs`
}
