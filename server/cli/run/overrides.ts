import { type Json, jsonInteger } from '../../../graph/json.ts'
import type { Port } from '../../../graph/node.ts'
import { describeNode, nodesNamed } from '../../../graph/planning/name-node.ts'
import type { Override } from '../../../graph/planning/overrides.ts'
import { isWidget, widgetNames } from '../../../graph/port-types.ts'
import type { Prompt, Specs } from '../../../graph/prompt.ts'
import { isSeed } from '../../../graph/widgets/seed.ts'
import { kindOf } from '../../../graph/widgets/widget-kinds.ts'
import type { Assignment } from '../arguments.ts'
import { UsageError } from '../usage.ts'

/**
 * What `--set` and `--seed` mean for this prompt.
 *
 * @throws UsageError when a node or input is not there (it lists what is) or the value is of the wrong kind
 */
export function overridesOf(
  prompt: Prompt,
  specs: Specs,
  wanted: { readonly set: readonly Assignment[]; readonly seed?: bigint },
): Override[] {
  const seeds = wanted.seed === undefined ? [] : seedOverrides(prompt, specs, wanted.seed)
  return [...seeds, ...wanted.set.map(assignment => overrideOf(prompt, specs, assignment))]
}

/** Every seed that is a value in the prompt; a bigint where a number cannot hold it. */
export const seedsOf = (prompt: Prompt, specs: Specs): { node: string; input: string; seed: number | bigint }[] =>
  Object.entries(prompt).flatMap(([node, { class_type, inputs }]) =>
    Object.entries(specs.get(class_type)?.inputs ?? {})
      .filter(([input, port]) => isSeed(port) && !Array.isArray(inputs[input]))
      .map(([input]) => ({ node, input, seed: seedValue(inputs[input]) })),
  )

/** A file may hold a seed as text or not at all; what is not a seed is reported where the prompt is planned. */
const seedValue = (seed: Json | undefined): number | bigint =>
  /^\d+$/.test(String(seed)) ? jsonInteger(BigInt(String(seed))) : 0

function seedOverrides(prompt: Prompt, specs: Specs, seed: bigint): Override[] {
  const seeds = seedsOf(prompt, specs)
  if (seeds.length === 0) throw new UsageError('--seed: no node of this workflow has a seed')
  return seeds.map(({ node, input }) => ({ id: node, input, value: jsonInteger(seed) }))
}

function overrideOf(prompt: Prompt, specs: Specs, { node, input, value }: Assignment): Override {
  const id = nodeId(prompt, node)
  const type = prompt[id]!.class_type
  const spec = specs.get(type)
  const port = spec?.inputs[input]
  if (!spec || !port) {
    throw new UsageError(
      `--set ${node}.${input}: ${type} has no input '${input}'; it has ${widgetNames(spec) || 'none that can be set'}`,
    )
  }
  return { id, input, value: typedValue(port, value, `--set ${node}.${input}`) }
}

function nodeId(prompt: Prompt, wanted: string): string {
  const found = nodesNamed(prompt, wanted)
  if (found.length === 1) return found[0]!
  const list = (ids: readonly string[]) => ids.map(id => describeNode(prompt, id)).join(', ')
  if (found.length > 1)
    throw new UsageError(`--set: '${wanted}' is ${found.length} nodes; say which by its id: ${list(found)}`)
  throw new UsageError(`--set: there is no node '${wanted}'; there are ${list(Object.keys(prompt))}`)
}

/** The written value as the port takes it. Ranges and lists are checked with the rest of the prompt. */
function typedValue(port: Port, written: string, where: string): Json {
  if (!isWidget(port)) throw new UsageError(`${where}: this input takes a wire (${port.type}), not a value`)
  const { typed = (text: string) => text } = kindOf(port)
  return typed(written, expected => {
    throw new UsageError(`${where}: expected ${expected}, got '${written}'`)
  })
}
