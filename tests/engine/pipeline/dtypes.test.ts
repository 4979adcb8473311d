import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dtype } from '../../../engine/checkpoint/files/dtype.ts'
import { fileRef, openSafetensors, readTensor, type Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { readGolden } from '../../goldens/read.ts'
import { goldenPath } from '../networks/run-graph.ts'

/** The golden UNet stored in every number type that weights may have. */
const PREFIX = 'model.diffusion_model.'
const io = readGolden('nets/unet_sd1.io.safetensors')
const sessions = new Sessions({ device: 'cpu', threads: 1 })
let folder: string
let base: Safetensors

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leapgraph-dtypes-'))
  base = await openSafetensors(goldenPath('pipelines/tiny_sd15.safetensors'))
})
afterAll(async () => {
  await sessions.close()
  await rm(folder, { recursive: true })
})

/** Numbers as bytes of a type, cut off towards zero where the type is narrower. */
const encoders: Partial<Record<Dtype, (values: Float32Array) => Uint8Array>> = {
  F64: values => new Uint8Array(Float64Array.from(values).buffer),
  F32: values => new Uint8Array(values.slice().buffer),
  F16: values => new Uint8Array(Float16Array.from(values).buffer),
  BF16: values => new Uint8Array(Uint16Array.from(new Uint32Array(values.slice().buffer), bits => bits >>> 16).buffer),
  F8_E5M2: values => Uint8Array.from(new Uint16Array(Float16Array.from(values).buffer), bits => bits >>> 8),
  F8_E4M3: values => Uint8Array.from(values, toE4m3),
}

/** Three bits of fraction, bias 7; larger than 448 does not occur in these weights. */
function toE4m3(value: number): number {
  const sign = value < 0 ? 0x80 : 0
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -6)
  const eighths = Math.floor(Math.abs(value) / 2 ** (exponent - 3))
  return sign | (value === 0 ? 0 : eighths < 8 ? eighths : ((exponent + 7) << 3) | (eighths - 8))
}

async function stored(name: string, dtype: Dtype, values: (key: string) => Promise<Float32Array>): Promise<string> {
  const path = join(folder, `${name}.safetensors`)
  const tensors = [...base.tensors.values()]
    .filter(info => info.name.startsWith(PREFIX))
    .map(info => ({ ...info, dtype }))
  const bytes = new Map(
    await Promise.all(tensors.map(async t => [t.name, encoders[dtype]!(await values(t.name))] as const)),
  )
  await writeSafetensors(path, tensors, t => [bytes.get(t.name)!], base.metadata)
  return path
}

async function predict(path: string): Promise<Float32Array> {
  const sampling = { prediction: 'eps', timesteps: 'full', zsnr: false } as const
  const network = await unetNetwork({ kind: 'model', file: await fileRef(path), loras: [], sampling })
  const [x, timestep, context] = ['x', 'timesteps', 'context'].map(part => io.get(`0.${part}`)!)
  const feeds = { x: x!, timestep: timestep!, context: context! }
  return (await sessions.run(network.request(x!.dims, context!.dims), feeds)).prediction!.data
}

/** What a file's numbers predict in F32. */
const widened = async (name: string, of: Safetensors): Promise<Float32Array> =>
  predict(await stored(`${name}-widened`, 'F32', async key => (await readTensor(of, key)).data))

/** The golden's own numbers are halves, which F64 and F16 hold exactly. */
let golden: Promise<Float32Array> | undefined

test.each(['F64', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2'] as const)(
  '%s weights predict exactly what the same numbers in F32 predict',
  async dtype => {
    const narrow = await stored(dtype, dtype, async key => (await readTensor(base, key)).data)
    const prediction = await predict(narrow)
    expect(prediction.every(Number.isFinite)).toBe(true)
    const exact = dtype === 'F64' || dtype === 'F16'
    const expected = exact ? (golden ??= widened('golden', base)) : widened(dtype, await openSafetensors(narrow))
    expect(prediction).toEqual(await expected)
  },
)
