import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadUpscaler } from '../pipeline.ts'
import { upscaleModel } from '../sockets.ts'

export default defineNode({
  type: 'UpscaleModelLoader',
  title: 'Load Upscale Model',
  about: 'Loads a network that enlarges pictures: ESRGAN, Real-ESRGAN or SPAN.',
  inputs: {
    model_name: file('upscale_models', {
      help: 'A file of models/upscale_models. Its factor is detected.',
    }),
  },
  outputs: { UPSCALE_MODEL: upscaleModel },

  async run({ model_name }) {
    return { UPSCALE_MODEL: await loadUpscaler(model_name) }
  },
})
