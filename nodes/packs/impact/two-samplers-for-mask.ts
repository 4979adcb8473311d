import { maskToPlanes } from '../../../engine/image/transform/planes.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { defineNode } from '../../define.ts'
import ksampler from '../../sampling/ksampler.ts'
import { latent, mask } from '../../sockets.ts'
import { impactSampler } from './sampler.ts'

export default defineNode({
  type: 'TwoSamplersForMask',
  title: 'TwoSamplersForMask',
  about: 'Samples a latent outside a mask with one sampler and then inside with another (Impact Pack).',
  inputs: {
    latent_image: latent,
    base_sampler: impactSampler,
    mask_sampler: impactSampler,
    mask: { ...mask, help: '1 (white) is where mask_sampler draws.' },
  },
  outputs: { LATENT: latent },

  async run({ latent_image, base_sampler, mask_sampler, mask }, context) {
    const inside = maskToPlanes(mask)
    const outside = map(inside, value => (value === 1 ? 0 : 1))
    const base = { ...base_sampler, latent_image: { ...latent_image, noiseMask: outside } }
    const { LATENT: first } = await ksampler.run(base, context)
    const second = { ...mask_sampler, latent_image: { ...first, noiseMask: inside } }
    const { noiseMask: _, ...LATENT } = (await ksampler.run(second, context)).LATENT
    return { LATENT }
  },
})
