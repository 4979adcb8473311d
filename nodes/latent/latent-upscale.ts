import { scale } from '../../engine/tensor/resize/scale.ts'
import { roundHalfEven } from '../../engine/tensor/round-half-even.ts'
import { defineNode } from '../define.ts'
import { crop, height, latentMethod, orInProportion, width } from '../geometry.ts'
import { latent } from '../sockets.ts'

const side = { min: 0, step: 8 }

export default defineNode({
  type: 'LatentUpscale',
  title: 'Upscale Latent',
  about: 'Resizes a latent to a given size; sample it again with a low denoise to sharpen it.',
  inputs: {
    samples: latent,
    upscale_method: latentMethod,
    width: width(side, orInProportion),
    height: height(side, orInProportion),
    crop,
  },
  outputs: { LATENT: latent },

  run({ samples: latent, upscale_method: method, width, height, crop }) {
    if (width === 0 && height === 0) return { LATENT: latent }
    const [, , h = 1, w = 1] = latent.samples.dims
    const atLeast64 = (pixels: number) => Math.floor(Math.max(64, pixels) / 8)
    const size = {
      width: atLeast64(width || roundHalfEven((w * Math.max(64, height)) / h)),
      height: atLeast64(height || roundHalfEven((h * Math.max(64, width)) / w)),
    }
    return { LATENT: { ...latent, samples: scale(latent.samples, { ...size, method, crop }) } }
  },
})
