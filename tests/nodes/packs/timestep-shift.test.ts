import { expect, test } from 'vitest'
import modelSamplingSd3 from '../../../nodes/advanced/model/model-sampling-sd3.ts'
import timestepShiftModel from '../../../nodes/packs/timestep-shift/timestep-shift-model.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { empty } from '../draw-case.ts'
import { tiny } from '../tiny.ts'

const { model, prompts, context } = await tiny()
const shifted = async (of: typeof model, shifted_timestep: number) =>
  (await timestepShiftModel.run({ model: of, shifted_timestep }, context)).MODEL

test('timesteps that are not shifted give the picture of the model, and others another one', async () => {
  const draw = async (of: typeof model) => {
    const how = { seed: 1n, steps: 2, cfg: 1, sampler_name: 'lcm', scheduler: 'normal', denoise: 1 } as const
    const inputs = { ...how, ...prompts, model: of, latent_image: empty(1) }
    return [...(await ksampler.run(inputs, context)).LATENT.samples.data]
  }
  const plain = await draw(model)
  const same = await draw(await shifted(model, 1000))
  expect(Math.max(...same.map((value, i) => Math.abs(value - plain[i]!)))).toBeLessThan(1e-3)
  expect(await draw(await shifted(model, 250))).not.toEqual(plain)
})

test('a model without 1000 timesteps is refused', async () => {
  const { MODEL: flow } = await modelSamplingSd3.run({ model, shift: 3 }, context)
  await expect(shifted(flow, 250)).rejects.toThrow('only a model with 1000 timesteps can be shifted')
})
