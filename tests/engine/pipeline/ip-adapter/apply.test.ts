import { describe, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { projectPictures } from '../../../../engine/pipeline/ip-adapter/embeds.ts'
import { loadIpAdapter } from '../../../../engine/pipeline/ip-adapter/load.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'
import { openAdapter, predict, tinyModel, withPicture } from './ip-adapter.ts'

const created = (): number => sessions.timings.reduce((n, timing) => n + timing.created, 0)
const runs = (label: string): number => sessions.timings.find(timing => timing.label === label)?.runs ?? 0

describe.each(['plain', 'plus'] as const)('an IP-Adapter (%s)', kind => {
  test('makes the tokens of a picture that the reference makes', async () => {
    const { io, adapter, seen } = await openAdapter(kind)
    expectClose(await projectPictures(adapter, seen, sessions), io.get('image_tokens')!, 1e-4)
  })

  test('changes what the UNet predicts as the reference does; at 0 nothing, bit for bit; moving the weight makes nothing new', async () => {
    const { io, adapter, seen } = await openAdapter(kind)
    const at = { x: io.get('x')!, context: io.get('context')!, timestep: io.get('timesteps')! }
    const plain = await predict(tinyModel, at)
    expectClose(plain, io.get('out_without')!, 1e-4)
    const drawn = (weight: number) => withPicture(adapter, seen, { weight }).then(model => predict(model, at))
    expectClose(await drawn(1), io.get('out.scale1.0')!, 1e-4)
    const before = [created(), runs('IP-Adapter')]
    expectClose(await drawn(0.6), io.get('out.scale0.6')!, 1e-4)
    expect((await drawn(0)).data).toEqual(plain.data)
    expect([created(), runs('IP-Adapter')]).toEqual(before)
  })
})

test('several adapters add up, in one session', async () => {
  const [plain, plus] = [await openAdapter('plain'), await openAdapter('plus')]
  const at = { x: plain.io.get('x')!, context: plain.io.get('context')!, timestep: plain.io.get('timesteps')! }
  const both = async (first: number, second: number) => {
    const model = await withPicture(plain.adapter, plain.seen, { weight: first })
    return (await predict(await withPicture(plus.adapter, plus.seen, { weight: second }, model), at)).data
  }
  const two = await both(0.6, 0.6)
  const before = created()
  const alone = await predict(await withPicture(plain.adapter, plain.seen, { weight: 0.6 }), at)
  expect(created()).toBe(before)
  expect(await both(0.6, 0)).toEqual(alone.data)
  expect(two).not.toEqual(alone.data)
})

test('a precise type draws nothing where it avoids the picture', async () => {
  const { io, adapter, seen } = await openAdapter('plain')
  const at = { x: io.get('x')!, context: io.get('context')!, timestep: io.get('timesteps')! }
  const model = await withPicture(adapter, seen, { type: 'style transfer precise' })
  const style = await predict(await withPicture(adapter, seen, { type: 'style transfer' }), at)
  expect((await predict(model, at)).data).toEqual(style.data)
  const negative = { ...at, images: [{ row: 0, isNegative: true }] }
  expect((await predict(model, negative)).data).not.toEqual((await predict(tinyModel, at)).data)
})

test('an adapter of another family is refused with both files', async () => {
  const { adapter, seen } = await openAdapter('plain')
  const { model } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sdxl.safetensors')))
  await expect(withPicture(adapter, seen, {}, model)).rejects.toThrow(
    /ipadapter_plain\.weights\.safetensors does not fit: the adapter .*tiny_sdxl\.safetensors/,
  )
})

test('an adapter in a .bin is read as data, under the same names', async () => {
  const { tensors } = await loadIpAdapter(goldenFile('pytorch/ip-adapter.bin'))
  expect(tensors.get('ip_adapter.1.to_k_ip.weight')?.shape).toEqual([2, 3])
})

test('pictures of another encoder are refused with the one that is needed', async () => {
  const [{ adapter }, { seen }] = [await openAdapter('plain'), await openAdapter('plus')]
  await expect(withPicture(adapter, seen)).rejects.toThrow(
    'reads a vector of 24 numbers of each picture, and the pictures were encoded as tokens of 32: use the CLIP vision model ViT-H',
  )
})
