import { type Json, stringifyJson } from '../../graph/json.ts'
import { describeNode } from '../../graph/planning/name-node.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'

/** A workflow in words: for each node what it does, its settings, and where its inputs come from. */
export function explain(prompt: Prompt, specs: Specs): readonly string[] {
  return Object.entries(prompt).flatMap(([id, { class_type, inputs }]) => {
    const spec = specs.get(class_type)
    const settings = Object.entries(inputs).map(([name, value]) => `  ${name}: ${inWords(value, prompt)}`)
    return [`Node ${describeNode(prompt, id)}: ${spec?.about ?? 'this node type is not here.'}`, ...settings]
  })
}

function inWords(value: Json, prompt: Prompt): string {
  const [from, output] = Array.isArray(value) ? value : []
  if (typeof from !== 'string' || !Object.hasOwn(prompt, from)) return stringifyJson(value)
  return `output ${String(output)} of node ${describeNode(prompt, from)}`
}
