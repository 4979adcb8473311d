import type { Prompt, PromptNode, Specs } from '../prompt.ts'
import { knownValue } from './known-value.ts'

/**
 * The prompt without what no switch asks for: of a node with branches only the chosen one stays connected, and what
 * fed the others alone is gone, as ComfyUI does not run it. A switch whose value is only known while it runs keeps both.
 */
export function withoutUnusedBranches(prompt: Prompt, specs: Specs): Prompt {
  const cut: string[] = []
  const kept = Object.entries(prompt).map(([id, node]): [string, PromptNode] => {
    const unused = unusedInputs(node, prompt, specs)
    for (const name of unused) cut.push(...sourcesOf({ [name]: node.inputs[name]! }))
    const inputs = Object.entries(node.inputs).filter(([name]) => !unused.includes(name))
    return [id, unused.length > 0 ? { ...node, inputs: Object.fromEntries(inputs) } : node]
  })
  return cut.length > 0 ? withoutUnread(new Map(kept), cut, specs) : prompt
}

function unusedInputs(node: PromptNode, prompt: Prompt, specs: Specs): readonly string[] {
  const branch = specs.get(node.class_type)?.branch
  const value = branch && knownValue(node.inputs[branch.by], prompt)
  const chosen = branch?.inputs[String(value)]
  if (!branch || chosen === undefined || !Object.hasOwn(node.inputs, chosen)) return []
  return Object.values(branch.inputs).filter(name => name !== chosen && Object.hasOwn(node.inputs, name))
}

/** Takes away each node of `from` that nothing reads and that shows nothing, and then what it read. */
function withoutUnread(nodes: Map<string, PromptNode>, from: readonly string[], specs: Specs): Prompt {
  const readers = new Map<string, number>()
  for (const { inputs } of nodes.values())
    for (const id of sourcesOf(inputs)) readers.set(id, (readers.get(id) ?? 0) + 1)
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id)
    if (!node || (readers.get(id) ?? 0) > 0 || specs.get(node.class_type)?.isOutput) continue
    nodes.delete(id)
    for (const source of sourcesOf(node.inputs)) {
      readers.set(source, readers.get(source)! - 1)
      open.push(source)
    }
  }
  return Object.fromEntries(nodes)
}

const sourcesOf = (inputs: PromptNode['inputs']): readonly string[] =>
  Object.values(inputs).flatMap(value => (Array.isArray(value) && value.length === 2 ? [String(value[0])] : []))
