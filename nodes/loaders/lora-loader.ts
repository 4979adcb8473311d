import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { applyLora } from '../pipeline.ts'
import { clip, model } from '../sockets.ts'
import { loraStrength } from '../widgets.ts'

export default defineNode({
  type: 'LoraLoader',
  title: 'Load LoRA',
  about: 'Adds a LoRA to the UNet and the text encoder, each with its own strength.',
  inputs: {
    model,
    clip,
    lora_name: file('loras', { help: 'A file of models/loras, made for the same family as the checkpoint.' }),
    strength_model: loraStrength,
    strength_clip: loraStrength,
  },
  outputs: { MODEL: model, CLIP: clip },

  async run({ model, clip, lora_name, strength_model, strength_clip }, { notice }) {
    const strength = { model: strength_model, clip: strength_clip }
    const changed = await applyLora({ model, clip }, lora_name, strength)
    changed.notices.forEach(notice)
    return { MODEL: changed.model ?? model, CLIP: changed.clip ?? clip }
  },
})
