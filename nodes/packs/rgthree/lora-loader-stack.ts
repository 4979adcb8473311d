import { defineNode } from '../../define.ts'
import { clip, model } from '../../sockets.ts'
import { applyStack, bothStrengths, loraName } from '../lora-stack.ts'

export default defineNode({
  type: 'Lora Loader Stack (rgthree)',
  title: 'Lora Loader Stack (rgthree)',
  about: 'Adds up to four LoRAs to the UNet and the text encoder (rgthree).',
  inputs: {
    model,
    clip,
    lora_01: loraName,
    strength_01: bothStrengths,
    lora_02: loraName,
    strength_02: bothStrengths,
    lora_03: loraName,
    strength_03: bothStrengths,
    lora_04: loraName,
    strength_04: bothStrengths,
  },
  outputs: { MODEL: model, CLIP: clip },

  async run(inputs, { notice }) {
    const stack = (['01', '02', '03', '04'] as const).flatMap(i => {
      const [file, strength] = [inputs[`lora_${i}`], inputs[`strength_${i}`]]
      return file ? [{ file, model: strength, clip: strength }] : []
    })
    const { model, clip } = await applyStack(inputs, stack, notice)
    return { MODEL: model, CLIP: clip }
  },
})
