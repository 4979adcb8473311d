import { type Json, stringifyJson } from '../json.ts'
import type { Step } from '../plan.ts'

/**
 * Says what a step's result depends on, as a text to be hashed: the node's type, its literals, and the keys of the steps
 * it reads. Ids and titles play no part, so the same work in another workflow has the same key.
 *
 * @param keys         of the steps this one reads, by id
 * @param fingerprint  what else it depends on: the contents of the files it names
 */
export function contentKey(step: Step, keys: ReadonlyMap<string, string>, fingerprint = ''): string {
  const inputs = Object.entries(step.inputs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, input]) => {
      if (input.kind === 'value') return [name, typeof input.value, textOf(input.value)]
      const key = keys.get(input.from)
      if (key === undefined) throw new Error(`the key of node ${input.from} is needed before that of node ${step.id}`)
      return [name, 'link', key, input.output]
    })
  return JSON.stringify([step.type, fingerprint, inputs])
}

const textOf = (value: Json): string => (typeof value === 'object' ? stringifyJson(value) : String(value))
