import { optional, seed } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { inpaintWithModel } from '../../pipeline.ts'
import { image, inpaintModel, mask, upscaleModel } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_InpaintWithModel',
  title: 'Inpaint (using Model)',
  about: 'Fills the masked part of pictures with an inpaint model, at a small size (Inpaint Nodes).',
  inputs: {
    inpaint_model: inpaintModel,
    image,
    mask: { ...mask, help: 'Of the size of the pictures. What is below 0.99 stays.' },
    seed: seed({ help: 'Ignored: LaMa draws no noise.' }),
    optional_upscale_model: optional({ ...upscaleModel, help: 'Enlarges the small result before it is put in.' }),
  },
  outputs: { 'inpainted image': image },

  async run({ inpaint_model, image, mask, optional_upscale_model }, context) {
    return {
      'inpainted image': await inpaintWithModel(inpaint_model, { image, mask }, optional_upscale_model, context),
    }
  },
})
