import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { clip, model, string } from '../../../sockets.ts'
import { applyStack, clipStrength, loraName, modelStrength } from '../../lora-stack.ts'

export default defineNode({
  type: 'CR Load LoRA',
  title: '💊 CR Load LoRA',
  about: 'Adds a LoRA as Load LoRA does, with a switch (Comfyroll Studio).',
  inputs: {
    model,
    clip,
    switch: choice(['On', 'Off'], { help: 'Off leaves the LoRA out.' }),
    lora_name: loraName,
    strength_model: modelStrength,
    strength_clip: clipStrength,
  },
  outputs: { MODEL: model, CLIP: clip, show_help: string },

  async run({ lora_name: file, strength_model, strength_clip, ...inputs }, { notice }) {
    const isUsed = file && inputs.switch === 'On'
    const stack = isUsed ? [{ file, model: strength_model, clip: strength_clip }] : []
    const { model, clip } = await applyStack(inputs, stack, notice)
    return { MODEL: model, CLIP: clip, show_help: 'The switch leaves the LoRA out.' }
  },
})
