import { defineNode } from '../../define.ts'
import { emptyLatent } from '../../latent/empty-latent-image.ts'
import emptySd3 from '../../latent/sd3/empty-sd3-latent-image.ts'

export default defineNode({
  type: 'EmptySDXLFlux2LatentImage',
  title: 'EmptySDXLFlux2LatentImage',
  about: 'Makes an empty latent of 32 channels, for SDXL models with the VAE of Flux.2.',
  inputs: emptySd3.inputs,
  outputs: emptySd3.outputs,

  run: (size, { notice }) => emptyLatent(size, 32, notice),
})
