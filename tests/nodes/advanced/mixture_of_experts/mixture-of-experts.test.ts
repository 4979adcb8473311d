import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import type { StepEvent } from '../../../../graph/run/step-event.ts'
import expertsPerLayer from '../../../../nodes/advanced/mixture_of_experts/experts-per-layer.ts'
import loraRouter from '../../../../nodes/advanced/mixture_of_experts/lora-router-by-prompt.ts'
import mixtureExpert from '../../../../nodes/advanced/mixture_of_experts/mixture-expert.ts'
import mixtureOfExperts from '../../../../nodes/advanced/mixture_of_experts/mixture-of-experts.ts'
import loraLoader from '../../../../nodes/loaders/lora-loader.ts'
import ksampler from '../../../../nodes/sampling/ksampler.ts'
import { testContext } from '../../context.ts'
import { openTiny } from '../../tiny.ts'

const tinyLora = () =>
  fileRef(fileURLToPath(new URL('../../../goldens/pipelines/lora_unet_te.safetensors', import.meta.url)), 'tiny-lora')

/** A mixture of the small checkpoint and the same with a LoRA, and what its sampler reports. */
async function drawn(count: number) {
  const sessions = new Sessions({ device: 'cpu', threads: 1 })
  const events: StepEvent[] = []
  const context = testContext({ sessions, report: event => void events.push(event) })
  const { model, clip, encode } = await openTiny(context)
  const strength = { strength_model: 0.8, strength_clip: 0 }
  const { MODEL: changed } = await loraLoader.run({ model, clip, lora_name: await tinyLora(), ...strength }, context)
  const expert = (model: typeof changed, positive: string, name: string) =>
    mixtureExpert.run({ model, clip, positive, negative: '', name }, context)
  const { EXPERT: one } = await expert(model, 'a cat', '')
  const { EXPERT: two } = await expert(changed, 'a house', 'houses')
  const { MODEL: mixture } = await mixtureOfExperts.run(
    {
      ...{ base: model, expert_1: one, expert_2: two, expert_3: undefined, expert_4: undefined, layers: 'all' },
      ...{ experts_per_layer: count, steps: 2, cfg: 2, seed: 1n, width: 64, height: 64 },
    },
    context,
  )
  const text = await encode('a cat')
  const how = { seed: 5n, steps: 2, cfg: 2, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const draw = async (model: typeof mixture) =>
    (
      await ksampler.run(
        { model, positive: text, negative: text, latent_image: { samples: zeros([1, 4, 8, 8]) }, ...how },
        context,
      )
    ).LATENT.samples.data
  return { mixture, model, changed, draw, events, sessions, context }
}

test('a mixture reports which expert acted in each layer and step, by the names of its experts', async () => {
  const { mixture, draw, events, sessions } = await drawn(1)
  await draw(mixture)
  const reports = events.filter(event => event.kind === 'experts')
  expect(reports.map(({ step, of }) => [step, of])).toEqual([
    [1, 2],
    [2, 2],
  ])
  expect(reports[0]!.names).toEqual(['pipelines/tiny_sd15', 'houses'].map(name => name.replace(/^.*\//, '')))
  for (const shares of reports[0]!.shares) expect(shares.toSorted()).toEqual([0, 1])
  await sessions.close()
})

test('one of two experts draws between the model and the model with the LoRA; equal experts draw what each draws', async () => {
  const { mixture, model, changed, draw, sessions } = await drawn(2)
  const [plain, strong, mixed] = [await draw(model), await draw(changed), await draw(mixture)]
  const far = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!))
  expect(far(mixed, plain)).toBeGreaterThan(0)
  expect(far(mixed, strong)).toBeGreaterThan(0)
  const built = mixture.experts!.built!
  const same = { ...mixture, experts: { ...mixture.experts!, built: { ...built, models: [model, model] } } }
  expect(far(await draw(same), plain)).toBeLessThan(1e-3 * Math.hypot(...plain))
  await sessions.close()
})

test('another number of experts and another LoRA strength on a mixture make no session', async () => {
  const { mixture, draw, sessions, context } = await drawn(2)
  const file = await tinyLora()
  const withLora = (strength: number) => ({ ...mixture, loras: [{ file, strength }] })
  const zero = await draw(withLora(0))
  expect(zero).toEqual(await draw(mixture))
  const made = sessions.timings.reduce((n, { created }) => n + created, 0)
  const { MODEL: fewer } = await expertsPerLayer.run({ model: withLora(0.5), count: 1 }, context)
  expect(await draw(fewer)).not.toEqual(zero)
  expect(sessions.timings.reduce((n, { created }) => n + created, 0)).toBe(made)
  await sessions.close()
})

test('more experts than there are, and a plain model, are refused in words', async () => {
  const { mixture, model, context, sessions } = await drawn(2)
  expect(() => expertsPerLayer.run({ model: mixture, count: 3 }, context)).toThrow('has 2 experts')
  expect(() => expertsPerLayer.run({ model, count: 1 }, context)).toThrow('is not a mixture of experts')
  await sessions.close()
})

test('the router gives the LoRA whose prompt is like the text the strength, and needs a prompt for each', async () => {
  const context = testContext()
  const { model, clip } = await openTiny(context)
  const [one, two] = [await tinyLora(), { ...(await tinyLora()), fingerprint: 'another' }]
  const none = { lora_3: undefined, prompt_3: '', lora_4: undefined, prompt_4: '' }
  const how = { strength: 0.8, loras_per_prompt: 1, sharpness: 10 }
  const route = (text: string, prompt_2 = 'a house by the sea') =>
    loraRouter.run(
      { model, clip, text, lora_1: one, prompt_1: 'a photo of a cat', lora_2: two, prompt_2, ...none, ...how },
      context,
    )
  const strengths = async (text: string) => (await route(text)).MODEL.loras.map(({ strength }) => strength)
  expect(await strengths('a photo of a cat')).toEqual([0.8, 0])
  expect(await strengths('a house by the sea')).toEqual([0, 0.8])
  await expect(route('a cat', ' ')).rejects.toThrow('prompt_2 is empty')
})
