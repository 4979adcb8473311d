import { choice, file } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadUnet } from '../../pipeline.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'UNETLoader',
  title: 'Load Diffusion Model',
  about: 'Loads a UNet from its own file, without text encoder and VAE.',
  inputs: {
    unet_name: file('diffusion_models', {
      help: 'A file of models/diffusion_models or models/unet, with tensor names of CompVis or diffusers.',
    }),
    weight_dtype: choice(['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'], {
      help: 'Ignored: weights are used as the file stores them. Kept for ComfyUI’s workflows.',
    }),
  },
  outputs: { MODEL: model },
  run: async ({ unet_name }) => ({ MODEL: await loadUnet(unet_name) }),
})
