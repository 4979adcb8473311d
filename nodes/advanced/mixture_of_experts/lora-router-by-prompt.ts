import { RangeInputError } from '../../../engine/errors.ts'
import { routedShares, routeFormula } from '../../../engine/lora/route.ts'
import { file, float, int, optional, text } from '../../../graph/node.ts'
import type { FileRef } from '../../../graph/widgets/file.ts'
import { defineNode } from '../../define.ts'
import { applyLora, encodeWhole } from '../../pipeline.ts'
import { clip, model } from '../../sockets.ts'
import { loraStrength } from '../../widgets.ts'

const lora = optional(
  file('loras', { none: 'None', help: 'A file of models/loras, made for the same family as the checkpoint.' }),
)
const prompt = optional(text({ multiline: true, help: 'What this LoRA draws best.' }))

export default defineNode({
  type: 'LoraRouterByPrompt',
  title: 'LoRA Router',
  about: 'Adds up to four LoRAs, each as strong as the text is like the prompt that it is for.',
  ours: true,
  formula: routeFormula,
  inputs: {
    model,
    clip,
    text: text({ multiline: true, help: 'The prompt that decides. Connect it to the prompt that you draw, too.' }),
    lora_1: lora,
    prompt_1: prompt,
    lora_2: lora,
    prompt_2: prompt,
    lora_3: lora,
    prompt_3: prompt,
    lora_4: lora,
    prompt_4: prompt,
    strength: loraStrength,
    loras_per_prompt: int({ default: 2, min: 1, max: 4, help: 'How many act; the others have the strength 0.' }),
    sharpness: float({
      default: 10,
      min: 0,
      max: 100,
      step: 0.5,
      help: '0 gives all that act the same strength; large numbers leave it to the most similar one.',
    }),
  },
  outputs: { MODEL: model, CLIP: clip },

  async run({ model, clip, text, strength, loras_per_prompt: count, sharpness, ...inputs }, context) {
    const experts = expertsOf(inputs)
    const vector = async (text: string) => (await encodeWhole(clip, text, context)).data
    const [own, empty] = [await vector(text), await vector('')]
    const prompts: Float32Array[] = []
    for (const { prompt } of experts) prompts.push(await vector(prompt))
    const { shares } = routedShares({ text: own, prompts, empty }, { count, sharpness })
    let target = { model, clip }
    for (const [i, { file }] of experts.entries()) {
      const by = strength * shares[i]!
      const { notices, ...changed } = await applyLora(target, file, { model: by, clip: by })
      notices.forEach(context.notice)
      target = { ...target, ...changed }
    }
    const words = experts.map(({ file }, i) => `${file.name} ${(strength * shares[i]!).toFixed(2)}`).join(', ')
    context.report({ kind: 'text', text: `Strengths: ${words}` })
    return { MODEL: target.model, CLIP: target.clip }
  },
})

/** @throws RangeInputError without a LoRA, and for a LoRA without a prompt */
function expertsOf(inputs: Readonly<Record<string, FileRef | string | undefined>>) {
  const experts = [1, 2, 3, 4].flatMap(i => {
    const [file, prompt] = [inputs[`lora_${i}`] as FileRef | undefined, String(inputs[`prompt_${i}`] ?? '').trim()]
    if (!file) return []
    if (prompt === '')
      throw new RangeInputError(
        `prompt_${i} is empty: write what ${file.name} draws best, or choose None for lora_${i}.`,
      )
    return [{ file, prompt }]
  })
  if (experts.length === 0) throw new RangeInputError('No LoRA is chosen: choose a file for lora_1.')
  return experts
}
