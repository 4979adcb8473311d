import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { sha256Of } from '../../../../engine/checkpoint/files/sha256.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import { applyLora } from '../../../../engine/pipeline/loras.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import loraJoinSave from '../../../../nodes/advanced/model_merging/lora-join-save.ts'
import { goldenPath } from '../../../engine/networks/run-graph.ts'
import { testContext } from '../../context.ts'
import { cases, drawCase, empty } from '../../draw-case.ts'
import { openTiny } from '../../tiny.ts'

let output: string
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const context = () => testContext({ sessions, folders: { output, temp: '' } })
const path = goldenPath('pipelines/lora_unet_te.safetensors')
const parts = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))
const lora = await fileRef(path)
const twice = async (first: number, second: number) => {
  const once = await applyLora(parts, lora, { model: first, clip: first })
  return applyLora(
    { model: once.model!, clip: once.clip! },
    { ...lora, fingerprint: 'a copy' },
    { model: second, clip: second },
  )
}
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'leapgraph-join-'))
})
afterAll(async () => {
  await sessions.close()
  await rm(output, { recursive: true })
})

test('two LoRAs that are saved as one give the picture of both, and the file says what it is made of', async () => {
  const { model, clip } = await twice(0.7, 0.3)
  const own = context()
  await loraJoinSave.run({ model: model!, clip: clip!, rank: 16, filename_prefix: 'one' }, own)
  expect(own.notices[0]).toMatch(
    /^The LoRA was saved as .*one_00001_\.safetensors\. It differs from the whole change by [\d.e-]+ %/,
  )
  const joined = await fileRef(join(output, 'one_00001_.safetensors'))
  const again = await applyLora(parts, joined, { model: 1, clip: 1 })
  expect(again.notices).toEqual([])
  const { encode } = await openTiny(context())
  const draw = async (of: Pick<typeof again, 'model' | 'clip'>) => {
    const positive = await encode('a photo of a cat', of.clip)
    const start = { model: of.model!, positive, negative: positive, latent: empty(1) }
    return (await drawCase({ ...cases[0]!, steps: 1, cfg: 1 }, start, context())).latent.samples.data
  }
  const [one, both, none] = [await draw(again), await draw({ model: model!, clip: clip! }), await draw(parts)]
  const apart = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!))
  // Half precision is what is left.
  expect(apart(one, both) / apart(both, none)).toBeLessThan(2e-3)

  const { metadata } = await openSafetensors(joined.path)
  expect(JSON.parse(metadata['leapgraph.sources']!)).toContainEqual({ file: lora.name, sha256: await sha256Of(path) })
  expect(JSON.parse(metadata['leapgraph.recipe']!).unet.loras).toEqual([
    { file: lora.name, strength: 0.7 },
    { file: lora.name, strength: 0.3 },
  ])
})

test('a rank below those of the LoRAs is smaller and says how much it differs', async () => {
  const { model } = await twice(0.7, -0.2)
  const own = context()
  await loraJoinSave.run({ model: model!, clip: undefined, rank: 2, filename_prefix: 'low' }, own)
  expect(Number(/by ([\d.e-]+) %/.exec(own.notices[0]!)![1])).toBeGreaterThan(1)
  const { tensors } = await openSafetensors(join(output, 'low_00001_.safetensors'))
  const downs = [...tensors.values()].filter(({ name }) => name.endsWith('.lora_down.weight'))
  expect(new Set(downs.map(({ shape }) => shape[0]))).toEqual(new Set([2]))
})

test('a model without LoRAs has nothing to save', async () => {
  const none = { model: parts.model, clip: undefined, rank: 4, filename_prefix: 'none' }
  await expect(loraJoinSave.run(none, context())).rejects.toThrow('There is no LoRA to save')
})

test('a strength that changes during the sampling is saved as that of its start, and a notice says so', async () => {
  const curve = [
    { share: 0, strength: 0.5 },
    { share: 1, strength: 0 },
  ]
  const { model } = await applyLora({ model: parts.model }, lora, { model: 0.5, clip: 0, curve })
  const own = context()
  await loraJoinSave.run({ model: model!, clip: undefined, rank: 16, filename_prefix: 'start' }, own)
  expect(own.notices).toContain(
    `The strength of ${lora.name} changes during the sampling. The saved file has that of the start, 0.5.`,
  )
})
