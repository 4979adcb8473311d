import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import { choice, int, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { bothStrengths, clipStrength, loraName, loraStack, modelStrength } from '../lora-stack.ts'

const numbers = Array.from({ length: 49 }, (_, i) => i + 1)
/** Four widgets for each number. */
const entries = Object.assign(
  {},
  ...numbers.map(i => ({
    [`lora_name_${i}`]: loraName,
    [`lora_wt_${i}`]: bothStrengths,
    [`model_str_${i}`]: modelStrength,
    [`clip_str_${i}`]: clipStrength,
  })),
) as Readonly<Record<string, never>>

export default defineNode({
  type: 'LoRA Stacker',
  title: 'LoRA Stacker',
  about: 'Puts LoRAs on one wire, before those of another stack (Efficiency Nodes).',
  inputs: {
    input_mode: choice(['simple', 'advanced'], {
      help: 'simple reads lora_wt, the strength in both networks; advanced reads model_str and clip_str.',
    }),
    lora_count: int({ default: 3, min: 0, max: 50, help: 'How many of the LoRAs below are used.' }),
    ...entries,
    lora_stack: optional(loraStack),
  },
  outputs: { LORA_STACK: loraStack },

  run({ input_mode, lora_count, lora_stack = [], ...inputs }) {
    const values = inputs as Readonly<Record<string, unknown>>
    const own = numbers.slice(0, lora_count).flatMap(i => {
      const file = values[`lora_name_${i}`] as FileRef | undefined
      const strength = (kind: string) => values[`${kind}_${i}`] as number
      if (!file) return []
      const isSimple = input_mode === 'simple'
      const [model, clip] = isSimple ? ['lora_wt', 'lora_wt'] : ['model_str', 'clip_str']
      return [{ file, model: strength(model!), clip: strength(clip!) }]
    })
    return { LORA_STACK: [...own, ...lora_stack] }
  },
})
