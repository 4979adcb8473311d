import { expect, test } from 'vitest'
import { zeros } from '../../../engine/tensor/tensor.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { tiny } from '../tiny.ts'

const { model, prompts, context } = await tiny()
const how = { model, seed: 42n, steps: 2, cfg: 1, scheduler: 'normal', denoise: 1 } as const
const latent_image = { samples: zeros([1, 4, 8, 8]) }

test.each([
  ['euler', false],
  ['euler_cfg_pp', true],
] as const)('at cfg 1 the negative prompt has a say with %s: %s', async (sampler_name, has) => {
  const draw = async (negative: typeof prompts.negative) =>
    (await ksampler.run({ ...how, ...prompts, negative, sampler_name, latent_image }, context)).LATENT.samples.data
  const [one, other] = [await draw(prompts.negative), await draw(prompts.positive)]
  expect(one.some((value, i) => value !== other[i])).toBe(has)
})
