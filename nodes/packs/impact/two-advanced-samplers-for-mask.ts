import { growMask } from '../../../engine/image/masks/inpaint-mask.ts'
import { maskToPlanes } from '../../../engine/image/transform/planes.ts'
import { resize } from '../../../engine/tensor/resize/resize.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import ksampler from '../../sampling/ksampler.ts'
import ksamplerAdvanced from '../../sampling/ksampler-advanced.ts'
import { latent, mask } from '../../sockets.ts'
import { advancedSampler } from './sampler.ts'

const { seed, steps, denoise } = ksampler.inputs

export default defineNode({
  type: 'TwoAdvancedSamplersForMask',
  title: 'TwoAdvancedSamplersForMask',
  about: 'Samples each step outside a mask with one sampler and then inside with another (Impact Pack).',
  inputs: {
    seed,
    steps,
    denoise,
    samples: latent,
    base_sampler: advancedSampler,
    mask_sampler: advancedSampler,
    mask: { ...mask, help: '1 (white) is where mask_sampler draws.' },
    overlap_factor: int({
      default: 10,
      min: 0,
      max: 10_000,
      help: 'By how many cells of the latent the inside grows.',
    }),
  },
  outputs: { LATENT: latent },

  async run({ seed, steps, denoise, samples, base_sampler, mask_sampler, mask, overlap_factor }, context) {
    const all = Math.trunc(steps / denoise)
    const [, , h = 1, w = 1] = samples.samples.dims
    const outside = map(maskToPlanes(mask), value => (value === 1 ? 0 : 1))
    // The pack exchanges width and height; the mask is resized to the latent once more where it is used.
    const small = resize(maskToPlanes(mask), { width: h, height: w, method: 'bilinear' })
    const inside = growMask(small, overlap_factor)
    let made = samples
    for (let i = all - steps; i < all; i++) {
      const part = { noise_seed: seed, steps: all, start_at_step: i, end_at_step: i + 1 }
      const first = {
        add_noise: i === all - steps ? 'enable' : 'disable',
        return_with_leftover_noise: 'enable',
      } as const
      const base = { ...base_sampler, ...part, ...first, latent_image: { ...made, noiseMask: outside } }
      const { LATENT: between } = await ksamplerAdvanced.run(base, context)
      const last = i + 1 === all ? 'disable' : 'enable'
      const second = { add_noise: 'disable', return_with_leftover_noise: last } as const
      const within = { ...mask_sampler, ...part, ...second, latent_image: { ...between, noiseMask: inside } }
      made = (await ksamplerAdvanced.run(within, context)).LATENT
    }
    const { noiseMask: _, ...LATENT } = made
    return { LATENT }
  },
})
