import { describe, expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import type { LoraUse } from '../../../engine/lora/use.ts'
import type { Model } from '../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose, goldenPath } from '../networks/run-graph.ts'
import { sessions } from '../runtime/shared-sessions.ts'

const expected = readGolden('nets/lora/expected.safetensors')

const [x, timestep, context] = ['x', 'timesteps', 'context'].map(name => expected.get(name)!)

/** The UNet of the golden checkpoint with LoRAs on it. */
async function predict(...loras: readonly (readonly [name: string, strength: number])[]) {
  const uses: LoraUse[] = await Promise.all(
    loras.map(async ([name, strength]) => ({
      file: await fileRef(goldenPath(`nets/lora/${name}.safetensors`)),
      strength,
    })),
  )
  const model: Model = {
    kind: 'model',
    file: await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')),
    loras: uses,
    sampling: { prediction: 'eps', timesteps: 'full', zsnr: false },
  }
  const network = await unetNetwork(model)
  const strength = network.strength && { strength: network.strength }
  const feeds = { x: x!, timestep: timestep!, context: context!, ...strength }
  return (await sessions.run(network.request(x!.dims, context!.dims), feeds)).prediction!
}

/** Without a LoRA. */
const base = predict()

/** Low-rank sums in every way of naming layers, then the other kinds. */
const files = [
  'kohya_linear',
  'kohya_no_alpha',
  'kohya_locon_conv',
  'kohya_locon_cp_mid',
  'kohya_ldm_block_names',
  'generic_diffusion_model_names',
  'diffusers_attn_processor',
  'peft_lora_A_B',
  'peft_saved_adapter',
  'loha',
  'loha_tucker',
  'lokr',
  'lokr_conv_tucker',
  'dora_out',
  'dora_in',
  'glora',
  'oft',
  'full_diff',
]

describe.each(files)('a %s file', name => {
  const strengths = [...expected.keys()].flatMap(key =>
    key.startsWith(`${name}.`) && key.endsWith('.out') ? [key.slice(name.length + 1, -4)] : [],
  )

  test('has expected results to compare with', () => expect(strengths.length).toBeGreaterThan(0))

  test.each(strengths)('changes the prediction as merging it would (strength %s)', async strength => {
    expectClose(await predict([name, Number(strength)]), expected.get(`${name}.${strength}.out`)!, 1e-4)
  })
})

const { multi } = readGoldenJson<{ multi: { i: number; loras_in_order: [name: string, strength: number][] }[] }>(
  'nets/lora/lora_info.json',
)
test.each(multi)(
  'LoRAs of several kinds at once are applied in order: $loras_in_order',
  async ({ i, loras_in_order }) => {
    expectClose(await predict(...loras_in_order), expected.get(`multi.${i}.out`)!, 1e-4)
  },
)

test('a second LoRA at strength 0 does not change the result, whichever comes first', async () => {
  const alone = expected.get('kohya_locon_conv.0.7.out')!
  expectClose(await predict(['kohya_locon_conv', 0.7], ['kohya_linear', 0]), alone, 1e-4)
  expectClose(await predict(['kohya_linear', 0], ['kohya_locon_conv', 0.7]), alone, 1e-4)
})

test('the same file twice equals one LoRA of the summed strength', async () => {
  const [twice, once] = [
    await predict(['kohya_linear', 0.5], ['kohya_linear', 0.2]),
    await predict(['kohya_linear', 0.7]),
  ]
  expectClose(twice, once, 1e-6)
})

test('changing the strengths of LoRAs of any kinds does not make a session', async () => {
  const stack = ['kohya_linear', 'loha', 'dora_in', 'oft', 'full_diff'] as const
  const at = (...strengths: readonly number[]) => predict(...stack.map((name, i) => [name, strengths[i]!] as const))
  await at(0, 0, 0, 0, 0)
  const created = () => sessions.timings.reduce((n, timing) => n + timing.created, 0)
  const before = created()
  for (const strength of [0.9, 0, -1]) await at(strength, 1 - strength, strength, 0.1, 2 * strength)
  expect(created()).toBe(before)
})

test.each(['kohya_linear', 'loha', 'lokr', 'dora_in', 'dora_out', 'glora', 'oft', 'full_diff'])(
  '%s at strength 0 equals the base model bit for bit',
  async name => {
    expect((await predict([name, 0])).data).toEqual((await base).data)
  },
)

test('a file whose changes depend on the weight is applied twice when it is listed twice', async () => {
  const [twice, once] = [await predict(['dora_in', 0.5], ['dora_in', 0.5]), await predict(['dora_in', 1])]
  expect(twice.data).not.toEqual(once.data)
})
