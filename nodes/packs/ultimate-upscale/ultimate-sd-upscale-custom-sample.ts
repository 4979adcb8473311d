import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, sampler, sigmas, upscaleModel } from '../../sockets.ts'
import { enlargeAndRedraw, pictureOf, sampling, sockets, tiling, upscaleBy } from './redraw.ts'

export default defineNode({
  type: 'UltimateSDUpscaleCustomSample',
  title: 'Ultimate SD Upscale (Custom Sample)',
  about: 'Enlarges a picture and redraws it tile by tile, with the sampler of another node (Ultimate SD Upscale).',
  inputs: {
    image: pictureOf('The picture to enlarge. Alpha is ignored.'),
    ...sockets,
    upscale_by: upscaleBy,
    ...sampling,
    ...tiling,
    upscale_model: optional({ ...upscaleModel, help: 'Without one, pictures are enlarged by Lanczos.' }),
    custom_sampler: optional({ ...sampler, help: 'Used with custom_sigmas, in place of the widgets.' }),
    custom_sigmas: optional({ ...sigmas, help: 'Used with custom_sampler, in place of the widgets.' }),
  },
  outputs: { IMAGE: image },

  async run({ image, upscale_by: factor, upscale_model, custom_sampler, custom_sigmas, ...inputs }, context) {
    if ((custom_sampler === undefined) !== (custom_sigmas === undefined))
      context.notice('custom_sampler and custom_sigmas count only together: the widgets are used.')
    const custom = custom_sampler && custom_sigmas && { sampler: custom_sampler, sigmas: custom_sigmas }
    const more = { factor, ...(upscale_model && { upscaler: upscale_model }), ...(custom && { custom }) }
    return { IMAGE: await enlargeAndRedraw(image, { ...inputs, ...more }, context) }
  },
})
