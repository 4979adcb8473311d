import type { Prompt } from '../prompt.ts'

/** The nodes a person may mean: the one with this id, else those with this title, else those of this type. */
export function nodesNamed(prompt: Prompt, wanted: string): readonly string[] {
  if (Object.hasOwn(prompt, wanted)) return [wanted]
  const entries = Object.entries(prompt)
  const byTitle = entries.filter(([, node]) => node._meta?.title === wanted)
  const found = byTitle.length > 0 ? byTitle : entries.filter(([, node]) => node.class_type === wanted)
  return found.map(([id]) => id)
}

/** `5 (Second pass, KSampler)`: how to name a node, for a person who named none or several. */
export function describeNode(prompt: Prompt, id: string): string {
  const { class_type, _meta } = prompt[id]!
  return `${id} (${_meta?.title && _meta.title !== class_type ? `${_meta.title}, ` : ''}${class_type})`
}
