import { scale } from '../../engine/tensor/resize/scale.ts'
import { roundHalfEven } from '../../engine/tensor/round-half-even.ts'
import { defineNode } from '../define.ts'
import { latentMethod, scaleBy } from '../geometry.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'LatentUpscaleBy',
  title: 'Upscale Latent By',
  about: 'Resizes a latent by a factor; sample it again with a low denoise to sharpen it.',
  inputs: { samples: latent, upscale_method: latentMethod, scale_by: scaleBy({ default: 1.5 }) },
  outputs: { LATENT: latent },

  run({ samples: latent, upscale_method: method, scale_by }) {
    const [, , h = 1, w = 1] = latent.samples.dims
    const [width, height] = [w, h].map(side => Math.max(1, roundHalfEven(side * scale_by))) as [number, number]
    return { LATENT: { ...latent, samples: scale(latent.samples, { width, height, method }) } }
  },
})
