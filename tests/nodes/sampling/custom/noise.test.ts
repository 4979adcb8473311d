import { expect, test } from 'vitest'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { prepareNoise } from '../../../../engine/sampling/noise.ts'
import { scheduleSigmas } from '../../../../engine/sampling/schedules/schedule.ts'
import { mix, zeros } from '../../../../engine/tensor/tensor.ts'
import vaeEncode from '../../../../nodes/latent/vae-encode.ts'
import addNoise from '../../../../nodes/sampling/custom/noise/add-noise.ts'
import disableNoise from '../../../../nodes/sampling/custom/noise/disable-noise.ts'
import randomNoise from '../../../../nodes/sampling/custom/noise/random-noise.ts'
import samplerCustomAdvanced from '../../../../nodes/sampling/custom/sampler-custom-advanced.ts'
import splitSigmas from '../../../../nodes/sampling/custom/sigmas/split-sigmas.ts'
import { expectClose, golden, tiny } from '../../tiny.ts'

const { model, vae, prompts, context } = await tiny()
const guider = { kind: 'cfg', model, ...prompts, cfg: 7 } as const
const how = { guider, sampler: { name: 'euler' } } as const
const { NOISE: random } = await randomNoise.run({ noise_seed: 42n }, context)
const { NOISE: none } = await disableNoise.run({}, context)
const schedule = (scheduler: 'normal' | 'karras', steps: number, denoise = 1) =>
  scheduleSigmas(modelSampling(model.sampling), { scheduler, steps, denoise })

test('one picture sampled in two halves: the first starts from noise, the second adds none', async () => {
  const { high_sigmas, low_sigmas } = await splitSigmas.run({ sigmas: schedule('karras', 8), step: 4 }, context)
  const empty = { samples: zeros([1, 4, 16, 16]) }
  const first = { ...how, noise: random, sigmas: high_sigmas, latent_image: empty }
  const { output: half } = await samplerCustomAdvanced.run(first, context)
  expectClose(half.samples, 'sd1.advanced.stage1.latent')
  const second = { ...how, noise: none, sigmas: low_sigmas, latent_image: half }
  expectClose((await samplerCustomAdvanced.run(second, context)).output.samples, 'sd1.advanced.stage2.latent')
})

test('noise from AddNoise is removed as if the sampler had added it', async () => {
  const source = golden('source_u8')
  const pixels = { dims: source.dims, data: source.data.map(level => level / 255) }
  const { LATENT } = await vaeEncode.run({ pixels, vae }, context)
  const sigmas = schedule('normal', 6, 0.5)
  const { LATENT: noisy } = await addNoise.run({ model, noise: random, sigmas, latent_image: LATENT }, context)
  const { output } = await samplerCustomAdvanced.run({ ...how, noise: none, sigmas, latent_image: noisy }, context)
  expectClose(output.samples, 'sd1.img2img.d0.5.latent')
})

test('AddNoise adds σ·z in the model’s scale: all of a single level, the difference of several, nothing without levels', async () => {
  const latent_image = { samples: zeros([1, 4, 16, 16]), batchIndex: [2] }
  const add = async (...levels: number[]) => {
    const sigmas = Float32Array.from(levels)
    return (await addNoise.run({ model, noise: random, sigmas, latent_image }, context)).LATENT
  }
  const z = prepareNoise([1, 4, 16, 16], 42n, [2])
  for (const levels of [[3], [5, 4, 2]]) {
    const { data } = mix([3 / 0.18215, z])
    const { samples } = await add(...levels)
    expect(Math.max(...samples.data.map((value, i) => Math.abs(value - data[i]!)))).toBeLessThan(1e-4)
  }
  expect(await add()).toBe(latent_image)
  await expect(add(Number.NaN)).rejects.toThrow('Noise level 1 of 1 is NaN')
})
