import type { Json } from '../json.ts'
import type { Prompt } from '../prompt.ts'

/** The nodes whose output is the value on their face. */
const primitives: ReadonlySet<string> = new Set([
  'PrimitiveBoolean',
  'PrimitiveFloat',
  'PrimitiveInt',
  'PrimitiveString',
  'PrimitiveStringMultiline',
])

/** What an input will get, as far as it is known before anything runs: its literal, or that of the primitive it is wired to. */
export function knownValue(value: Json | undefined, prompt: Prompt): Json | undefined {
  if (!Array.isArray(value)) return value
  const id = String(value[0])
  const source = Object.hasOwn(prompt, id) ? prompt[id]! : undefined
  const literal = source && primitives.has(source.class_type) ? source.inputs.value : undefined
  return Array.isArray(literal) ? undefined : literal
}
