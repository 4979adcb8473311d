import { describe, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { applyIpAdapter, type IpAdapterOptions } from '../../../../engine/pipeline/ip-adapter/apply.ts'
import { projectPictures } from '../../../../engine/pipeline/ip-adapter/embeds.ts'
import { loadIpAdapter } from '../../../../engine/pipeline/ip-adapter/load.ts'
import type { WeightType } from '../../../../engine/pipeline/ip-adapter/weight-types.ts'
import { loadUnet } from '../../../../engine/pipeline/load.ts'
import type { EmbedsScaling } from '../../../../engine/pipeline/patches/ip-adapter.ts'
import type { Model } from '../../../../engine/pipeline/types.ts'
import { sinusoids } from '../../../../engine/pipeline/unet/size-conditioning.ts'
import { rows, stack, type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'
import { predict } from './ip-adapter.ts'

/** Adapters on a small UNet with SDXL's transformers, by the formulas of their pack (goldens/make/ip-adapter-sdxl.py). */
const io = readGolden('nets/ip_adapter_sdxl.io.safetensors')
interface Case {
  readonly form: 'plain' | 'plus'
  readonly type: WeightType
  readonly composition: boolean
  readonly scaling: EmbedsScaling
}
const { weight, composition, cases } = readGoldenJson<{ weight: number; composition: number; cases: Case[] }>(
  'nets/ip_adapter_sdxl.json',
)
const unet = loadUnet(await fileRef(goldenPath('nets/ip_adapter_sdxl_unet.weights.safetensors')))
const load = async (form: Case['form']) =>
  loadIpAdapter(await fileRef(goldenPath(`nets/ip_adapter_sdxl_${form}.weights.safetensors`)))

const sizes = [64, 64, 0, 0, 64, 64].flatMap(size => [...sinusoids(size)])
const withSizes = (text: Tensor): Tensor =>
  stack(
    Array.from({ length: text.dims[0]! }, (_, i) =>
      tensor([1, 1552], Float32Array.from([...rows(text, i, i + 1).data, ...sizes])),
    ),
  )

/** What to draw, then what guidance compares it with: `each` times. */
function evaluation(each: number) {
  const repeated = (x: Tensor) => (each === 1 ? x : stack([x, x]))
  return {
    x: repeated(io.get('x')!),
    context: repeated(io.get('context')!),
    pooled: withSizes(repeated(io.get('pooled')!)),
    timestep: tensor([2 * each], new Float32Array(2 * each).fill(300)),
    images: Array.from({ length: 2 * each }, (_, i) => ({ row: i % each, isNegative: i >= each })),
  }
}

const options = { combine: 'concat', range: { start: 0, end: 1 } } as const

async function drawn(form: Case['form'], how: Omit<IpAdapterOptions, keyof typeof options>, count = 1): Promise<Model> {
  const seen = io.get(`${form}.seen`)!
  const composed = how.type.endsWith('style and composition') || how.type === 'style and composition'
  const pictures = {
    drawn: rows(seen, 0, count),
    avoided: io.get(`${form}.nothing`)!,
    ...(composed && { composition: rows(seen, 1, 2) }),
  }
  return applyIpAdapter(await unet, await load(form), pictures, { ...options, ...how }, sessions)
}

const created = () => sessions.timings.reduce((n, timing) => n + timing.created, 0)

describe.each(['plain', 'plus'] as const)('on SDXL (%s)', form => {
  test('pictures become the reference’s tokens', async () => {
    const tokens = await projectPictures(await load(form), io.get(`${form}.seen`)!, sessions)
    expectClose(tokens, io.get(`${form}.tokens`)!, 1e-4)
  })

  test.each(cases.flatMap((one, i) => (one.form === form ? [[one.type, one.scaling, i] as const] : [])))(
    '%s, %s',
    async (type, scaling, i) => {
      const model = await drawn(form, { type, weight, composition, scaling })
      expectClose(await predict(model, evaluation(1)), io.get(`${i}.out`)!, 1e-4)
    },
  )

  test('at 0 it is the model itself, bit for bit, and no session is made where weight or type moves', async () => {
    const plain = await predict(await unet, evaluation(1))
    expectClose(plain, io.get('out')!, 1e-4)
    const before = created()
    for (const type of ['linear', 'style transfer', 'weak middle'] as const)
      expect((await predict(await drawn(form, { type, weight: 0, scaling: 'V only' }), evaluation(1))).data).toEqual(
        plain.data,
      )
    await predict(await drawn(form, { type: 'ease in', weight: 1.3, scaling: 'V only' }), evaluation(1))
    expect(created()).toBe(before)
  })
})

test.each(['plain', 'plus'] as const)(
  'each image of a batch is like its own picture, with its own weight (%s)',
  async form => {
    const how = { type: 'ease out', weight: [0.9, 0.2], unfold: true, scaling: 'V only' } as const
    const model = await drawn(form, how, 2)
    expectClose(await predict(model, evaluation(2)), io.get(`${form}.each`)!, 1e-4)
    const before = created()
    await predict(await drawn(form, { ...how, weight: [0.1, 0.5] }, 2), evaluation(2))
    expect(created()).toBe(before)
    const first = await predict(await drawn(form, { ...how, weight: [0.9, 0.2], unfold: false }), evaluation(1))
    expect(first.data).toEqual(
      (await predict(await drawn(form, { ...how, weight: 0.9, unfold: false }), evaluation(1))).data,
    )
  },
)
