import { expect, test } from 'vitest'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import continuousEdm from '../../../../nodes/advanced/model/model-sampling-continuous-edm.ts'
import continuousV from '../../../../nodes/advanced/model/model-sampling-continuous-v.ts'
import ksampler from '../../../../nodes/sampling/ksampler.ts'
import { tiny } from '../../tiny.ts'

const { model, prompts, context } = await tiny()
const range = { sigma_max: 80, sigma_min: 0.002 }
const levels = { timesteps: 'edm', sigmaMax: 80, sigmaMin: 0.002 }

test('a model gets its levels and its prediction; Playground’s its latents too', async () => {
  const edm = await continuousEdm.run({ model, sampling: 'edm', ...range }, context)
  expect(edm.MODEL).toEqual({ ...model, sampling: { ...levels, prediction: 'edm', sigmaData: 1 } })
  const playground = await continuousEdm.run({ model, sampling: 'edm_playground_v2.5', ...range }, context)
  const sampling = { ...levels, prediction: 'edm', sigmaData: 0.5 }
  expect(playground.MODEL).toEqual({ ...model, latents: 'playground-2.5', sampling })
  const v = await continuousV.run({ model, sampling: 'v_prediction', ...range }, context)
  expect(v.MODEL.sampling).toEqual({ ...levels, timesteps: 'v', prediction: 'v_prediction', sigmaData: 1 })
})

test.each(['v_prediction', 'edm', 'edm_playground_v2.5', 'eps'] as const)('%s can be sampled', async sampling => {
  const { MODEL } = await continuousEdm.run({ model, sampling, ...range }, context)
  const how = { seed: 1n, steps: 3, cfg: 2, sampler_name: 'dpmpp_2m', scheduler: 'karras', denoise: 1 } as const
  const latent_image = { samples: zeros([1, 4, 8, 8]) }
  const { LATENT } = await ksampler.run({ model: MODEL, ...prompts, ...how, latent_image }, context)
  expect(LATENT.samples.data.every(Number.isFinite)).toBe(true)
})

test('levels that no model can have, and a prediction of other models, are refused', () => {
  const edm = { model, sampling: 'edm', ...range } as const
  expect(() => continuousEdm.run({ ...edm, sigma_min: 0 }, context)).toThrow('sigma_min is 0 and sigma_max 80')
  expect(() => continuousEdm.run({ ...edm, sigma_max: 0.001 }, context)).toThrow('expected sigma_min above 0 and below')
  expect(() => continuousEdm.run({ ...edm, sampling: 'cosmos_rflow' }, context)).toThrow('for Cosmos models')
})
