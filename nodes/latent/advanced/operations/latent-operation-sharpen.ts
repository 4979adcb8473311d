import { latentSharpening } from '../../../../engine/pipeline/guidance/latent-operation.ts'
import { float, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { latentOperation } from '../../../sockets.ts'

export default defineNode({
  type: 'LatentOperationSharpen',
  title: 'LatentOperationSharpen',
  about: 'Sharpens a latent, or the guidance of each step.',
  formula: latentSharpening,
  inputs: {
    sharpen_radius: int({ default: 9, min: 1, max: 31, step: 1, help: 'Reach of the blur, in latent pixels.' }),
    sigma: float({ default: 1, min: 0.1, max: 10, step: 0.1, help: 'Width of the blur, in radii.' }),
    alpha: float({ default: 0.1, min: 0, max: 5, step: 0.01, help: 'Strength of the sharpening. 0 changes nothing.' }),
  },
  outputs: { LATENT_OPERATION: latentOperation },
  run: ({ sharpen_radius, sigma, alpha }) => ({
    LATENT_OPERATION: { kind: 'sharpen', radius: sharpen_radius, sigma, alpha },
  }),
})
