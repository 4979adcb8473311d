import { isLora, isPowerLoraLoader } from '../conversion/power-loras.ts'
import type { Prompt, PromptNode } from '../prompt.ts'

/** A prompt in which each of its LoRAs that is on is a LoraLoader before it: `"12:lora_1"` before node 12. */
export function withLoraLoaders(prompt: Prompt): Prompt {
  const found = Object.entries(prompt).filter(([, { class_type }]) => isPowerLoraLoader(class_type))
  if (found.length === 0) return prompt
  return { ...prompt, ...Object.fromEntries(found.flatMap(([id, node]) => opened(id, node))) }
}

function opened(id: string, node: PromptNode): [string, PromptNode][] {
  let { model, clip } = node.inputs
  const loaders = Object.entries(node.inputs).flatMap(([name, value]): [string, PromptNode][] => {
    if (!isLora(value) || value.on === false || value.lora === 'None') return []
    const [own, both] = [`${id}:${name}`, value.strengthTwo ?? value.strength!]
    const inputs = { ...(model !== undefined && { model }), lora_name: value.lora!, strength_model: value.strength! }
    const made = clip
      ? { class_type: 'LoraLoader', inputs: { ...inputs, clip, strength_clip: both } }
      : { class_type: 'LoraLoaderModelOnly', inputs }
    model = [own, 0]
    if (clip) clip = [own, 1]
    return [[own, { ...made, ...(node._meta && { _meta: node._meta }) }]]
  })
  const last = { ...node.inputs, ...(model !== undefined && { model }), ...(clip !== undefined && { clip }) }
  return [...loaders, [id, { ...node, inputs: last }]]
}
