import { defineNode } from '../../define.ts'
import { saveCheckpoint } from '../../pipeline.ts'
import { model } from '../../sockets.ts'
import { modelPrefix } from '../../widgets.ts'

export default defineNode({
  type: 'ModelSave',
  title: 'ModelSave',
  about: 'Saves a UNet alone, with merges and LoRAs in the weights, as Load Diffusion Model reads it.',
  inputs: { model, filename_prefix: modelPrefix('diffusion_models/ComfyUI') },
  outputs: {},
  isOutput: true,

  async run({ model, filename_prefix }, context) {
    context.notice(`The model was saved as ${await saveCheckpoint(filename_prefix, { model }, context)}.`)
    return {}
  },
})
