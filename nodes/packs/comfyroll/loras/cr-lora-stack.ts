import { choice, optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { string } from '../../../sockets.ts'
import { clipStrength, loraName, loraStack, modelStrength } from '../../lora-stack.ts'

const isUsed = choice(['Off', 'On'], { help: 'Off leaves the LoRA out.' })

export default defineNode({
  type: 'CR LoRA Stack',
  title: '💊 CR LoRA Stack',
  about: 'Puts up to three LoRAs on one wire, behind those of another stack (Comfyroll Studio).',
  inputs: {
    switch_1: isUsed,
    lora_name_1: loraName,
    model_weight_1: modelStrength,
    clip_weight_1: clipStrength,
    switch_2: isUsed,
    lora_name_2: loraName,
    model_weight_2: modelStrength,
    clip_weight_2: clipStrength,
    switch_3: isUsed,
    lora_name_3: loraName,
    model_weight_3: modelStrength,
    clip_weight_3: clipStrength,
    lora_stack: optional(loraStack),
  },
  outputs: { LORA_STACK: loraStack, show_help: string },

  run({ lora_stack = [], ...inputs }) {
    const own = ([1, 2, 3] as const).flatMap(i => {
      const file = inputs[`lora_name_${i}`]
      const strength = { model: inputs[`model_weight_${i}`], clip: inputs[`clip_weight_${i}`] }
      return file && inputs[`switch_${i}`] === 'On' ? [{ file, ...strength }] : []
    })
    return { LORA_STACK: [...lora_stack, ...own], show_help: 'CR Apply LoRA Stack applies the LoRAs.' }
  },
})
