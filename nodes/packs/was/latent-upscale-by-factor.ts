import { scale } from '../../../engine/tensor/resize/scale.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { choice, float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'Latent Upscale by Factor (WAS)',
  title: 'Latent Upscale by Factor (WAS)',
  about: 'Resizes a latent by a factor; sample it again with a low denoise to sharpen it (WAS Node Suite).',
  inputs: {
    samples: latent,
    mode: choice(['area', 'bicubic', 'bilinear', 'nearest'], {
      help: 'bicubic is sharpest; nearest keeps hard cells.',
    }),
    factor: float({ default: 2, min: 0.1, max: 8, step: 0.01, help: '2 is twice as wide and high.' }),
    align: choice(['true', 'false'], {
      help: 'true puts the outer cells onto the corners, for bilinear and bicubic; ignored for the others.',
    }),
  },
  outputs: { LATENT: latent },

  run({ samples: latent, mode, factor, align }) {
    const [, , h = 1, w = 1] = latent.samples.dims
    const [width, height] = [w, h].map(side => Math.max(1, roundHalfEven(side * factor))) as [number, number]
    const isAligned = align === 'true' && (mode === 'bilinear' || mode === 'bicubic')
    const method = isAligned ? (`${mode}-corners` as const) : mode
    return { LATENT: { ...latent, samples: scale(latent.samples, { width, height, method }) } }
  },
})
