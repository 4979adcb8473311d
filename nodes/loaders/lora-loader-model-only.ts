import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { applyLora } from '../pipeline.ts'
import { model } from '../sockets.ts'
import { loraStrength } from '../widgets.ts'

export default defineNode({
  type: 'LoraLoaderModelOnly',
  title: 'LoraLoaderModelOnly',
  about: 'Adds a LoRA to the UNet only, as few-step LoRAs such as Hyper-SD, TCD and LCM need.',
  inputs: {
    model,
    lora_name: file('loras', { help: 'A file of models/loras, made for the same family as the checkpoint.' }),
    strength_model: loraStrength,
  },
  outputs: { MODEL: model },

  async run({ model, lora_name, strength_model }, { notice }) {
    const changed = await applyLora({ model }, lora_name, { model: strength_model, clip: 0 })
    changed.notices.forEach(notice)
    return { MODEL: changed.model ?? model }
  },
})
