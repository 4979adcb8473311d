import { defineNode } from '../../../define.ts'
import { clip, model, string } from '../../../sockets.ts'
import { applyStack, loraStack } from '../../lora-stack.ts'

export default defineNode({
  type: 'CR Apply LoRA Stack',
  title: '💊 CR Apply LoRA Stack',
  about: 'Adds the LoRAs of a stack to the UNet and the text encoder (Comfyroll Studio).',
  inputs: { model, clip, lora_stack: loraStack },
  outputs: { MODEL: model, CLIP: clip, show_help: string },

  async run({ lora_stack, ...inputs }, { notice }) {
    const { model, clip } = await applyStack(inputs, lora_stack, notice)
    return { MODEL: model, CLIP: clip, show_help: 'The LoRAs are applied in the order of the stack.' }
  },
})
