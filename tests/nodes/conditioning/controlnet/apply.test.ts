import { expect, test } from 'vitest'
import type { Conditioning } from '../../../../engine/pipeline/types.ts'
import { map, tensor } from '../../../../engine/tensor/tensor.ts'
import controlNetApply from '../../../../nodes/conditioning/controlnet/control-net-apply.ts'
import controlNetApplyAdvanced from '../../../../nodes/conditioning/controlnet/control-net-apply-advanced.ts'
import controlNetLoader from '../../../../nodes/loaders/control-net-loader.ts'
import ksampler from '../../../../nodes/sampling/ksampler.ts'
import { sessions } from '../../../engine/runtime/shared-sessions.ts'
import { caseContext, empty, goldens } from '../../draw-case.ts'
import { goldenFile, tiny } from '../../tiny.ts'

const context = caseContext(sessions)
const { model, prompts } = await tiny()
const control_net_name = goldenFile('nets/controlnet_sd1.weights.safetensors')
const { CONTROL_NET: control_net } = await controlNetLoader.run({ control_net_name }, context)
const image = map(goldens.get('hint_u8')!, v => v / 255)

const whole = { start_percent: 0, end_percent: 1, vae: undefined }
const advanced = (positive: Conditioning, negative: Conditioning, strength = 0.7) =>
  controlNetApplyAdvanced.run({ positive, negative, control_net, image, strength, ...whole }, context)
const old = async (conditioning: Conditioning, strength = 0.7) =>
  (await controlNetApply.run({ conditioning, control_net, image, strength }, context)).CONDITIONING

async function draw(positive: Conditioning, negative: Conditioning) {
  const how = { seed: 42n, steps: 2, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  return (await ksampler.run({ model, positive, negative, latent_image: empty(1), ...how }, context)).LATENT.samples
    .data
}

test('the old node also applies to a negative prompt without a ControlNet', async () => {
  const both = await advanced(prompts.positive, prompts.negative)
  const drawn = await draw(both.positive, both.negative)
  expect(await draw(await old(prompts.positive), prompts.negative)).toEqual(drawn)
  expect(await draw(both.positive, prompts.negative)).not.toEqual(drawn)
})

test('it does not change a negative prompt that has a ControlNet already', async () => {
  const { negative } = await advanced([], prompts.negative, 0.2)
  const positive = await old(prompts.positive)
  expect(await draw(positive, negative)).not.toEqual(await draw(positive, prompts.negative))
})

test('at strength 0 prompts are not changed', async () => {
  expect(await old(prompts.positive, 0)).toBe(prompts.positive)
  expect(await advanced(prompts.positive, prompts.negative, 0)).toEqual(prompts)
})

test('several ControlNets are added', async () => {
  const [prompt] = await old(await old(prompts.positive, 0.3), 0.5)
  expect(prompt?.controls?.map(({ strength }) => strength)).toEqual([0.3, 0.5])
})

test('a prompt of another family than the ControlNet’s is refused at once', async () => {
  const wide: Conditioning = [{ embedding: tensor([1, 1, 2048], new Float32Array(2048)) }]
  await expect(old(wide)).rejects.toThrow(/controlnet_sd1.*24 values per token.*SDXL \(2048 values per token\)/)
})

test('a ControlNet for another model is refused before the run, with the names of both files', async () => {
  const name = goldenFile('nets/control_t2i_xl.weights.safetensors')
  const { CONTROL_NET } = await controlNetLoader.run({ control_net_name: name }, context)
  const inputs = { conditioning: prompts.positive, control_net: CONTROL_NET, image, strength: 1 }
  const { CONDITIONING } = await controlNetApply.run(inputs, context)
  const before = runs()
  await expect(draw(CONDITIONING, prompts.negative)).rejects.toThrow(/control_t2i_xl.*does not fit.*tiny_sd15/)
  expect(runs()).toBe(before)
})

const runs = (): number => sessions.timings.reduce((n, timing) => n + timing.runs, 0)
