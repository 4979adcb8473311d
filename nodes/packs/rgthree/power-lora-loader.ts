import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { clip, model, string } from '../../sockets.ts'

export default defineNode({
  type: 'Power Lora Loader (rgthree)',
  title: 'Power Lora Loader (rgthree)',
  about: 'Adds the LoRAs that its file lists to the UNet and the text encoder (rgthree).',
  inputs: { model, clip: optional(clip) },
  outputs: { MODEL: model, CLIP: optional(clip), LORAS: string },

  // Planning puts a LoraLoader before it for each LoRA: graph/planning/lora-loaders.ts.
  run: ({ model, clip }) => ({ MODEL: model, CLIP: clip, LORAS: '' }),
})
