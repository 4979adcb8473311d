import { afterAll, describe, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { MemoryError, NotFiniteError } from '../../../../engine/errors.ts'
import { loadVae } from '../../../../engine/pipeline/load.ts'
import { decodeLatent, encodeImage } from '../../../../engine/pipeline/vae/vae.ts'
import { Sessions, type SessionsOptions } from '../../../../engine/runtime/sessions.ts'
import { cut } from '../../../../engine/tensor/cut.ts'
import { map, type Tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'

/** ComfyUI's VAEDecodeTiled and VAEEncodeTiled (tests/goldens/README.md, nets/vae.io). */
const io = readGolden('nets/vae.io.safetensors')
const vae = await loadVae(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))
const z = { samples: io.get('tiled.z')! }
/** Its first columns: a picture of 64×192. */
const narrow = { samples: cut(z.samples, 2, { x: 0, y: 0, width: 8, height: 24 }) }
const pixels = map(io.get('tiled.pixels_u8')!, value => value / 255)

const all: Sessions[] = []
afterAll(() => Promise.all(all.map(sessions => sessions.close())))
function open(options: SessionsOptions = {}, signal = new AbortController().signal) {
  const sessions = new Sessions({ device: 'cpu', threads: 1, ...options })
  all.push(sessions)
  const [notices, done]: [string[], string[]] = [[], []]
  const progress = (step: number, of: number) => void done.push(`${step}/${of}`)
  return { sessions, signal, progress, notice: (message: string) => void notices.push(message), notices, done }
}

/** Half-precision goldens: their own rounding is 2⁻¹² near 1. */
const HALF = 2 ** -12

test('decoding in tiles gives ComfyUI’s mean of three passes', async () => {
  const context = open()
  const picture = await decodeLatent(vae, z, context, { tile: 128, overlap: 32 })
  expectClose(picture, io.get('tiled.decode_tile128_overlap32')!, 1e-4 + HALF)
  // Every pass cuts 160×192 into its own tiles: 4×1, 1×5 and 2×2 of them.
  expect(context.done.at(-1)).toBe('13/13')
  const sizes = context.sessions.timings.map(({ label, created }) => `${label} ${created}`)
  expect(new Set(sizes).size).toBe(sizes.length)
  expect(sizes).toContain('VAE decode 128×128 1')
})

test('encoding in tiles gives ComfyUI’s mean of three passes', async () => {
  const latent = await encodeImage(vae, pixels, open(), { tile: 64, overlap: 16 })
  expectClose(latent, io.get('tiled.encode_tile64_overlap16')!, 1e-4)
})

test('a picture not larger than a tile is computed in one piece', async () => {
  const context = open()
  const samples = { samples: io.get('0.z')! }
  const [tiled, plain] = [
    await decodeLatent(vae, samples, context, { tile: 512, overlap: 64 }),
    await decodeLatent(vae, samples, context),
  ]
  expect(tiled).toEqual(plain)
  expect(context.done).toEqual(['1/1', '1/1'])
})

test('tiles of the smallest size may have an overlap larger than themselves', async () => {
  const picture = await decodeLatent(vae, narrow, open(), { tile: 64, overlap: 4096 })
  expect(picture.dims).toEqual([1, 192, 64, 3])
  expect(Math.min(...picture.data)).toBeGreaterThanOrEqual(0)
})

describe('when the memory is too small for one piece', () => {
  test('a picture is decoded in tiles, with a notice about needed and free memory', async () => {
    const context = open({ availableMemory: () => 12e6 })
    const picture = await decodeLatent(vae, z, context)
    expectClose(picture, await decodeLatent(vae, z, context, { tile: 128, overlap: 16 }), 0)
    expect(context.notices).toEqual([
      'VAE decode of 160×192 with tiny_sd15.safetensors needs 16 MB of memory at once, and 12 MB is free; it now runs in tiles of 128 pixels',
    ])
  })

  test('a picture is encoded in tiles', async () => {
    const context = open({ availableMemory: () => 10e6 })
    const latent = await encodeImage(vae, pixels, context)
    expect(latent.dims).toEqual([1, 4, 20, 16])
    expect(context.notices[0]).toMatch(/^VAE encode of 128×160 .* it now runs in tiles of 128 pixels$/)
  })

  test('nothing is computed when even tiles do not fit', async () => {
    const run = decodeLatent(vae, z, open({ availableMemory: () => 1000 }))
    await expect(run).rejects.toThrow(MemoryError)
    await expect(run).rejects.toThrow(/1 MB is free; close other programs, or use VAE Decode \(Tiled\)/)
  })
})

test('cancelling stops between two tiles', async () => {
  const controller = new AbortController()
  const context = open({}, controller.signal)
  const stopping = { ...context, progress: () => controller.abort(new Error('stopped')) }
  await expect(decodeLatent(vae, z, stopping, { tile: 128, overlap: 32 })).rejects.toThrow('stopped')
  expect(context.sessions.timings.reduce((n, { runs }) => n + runs, 0)).toBe(1)
})

describe('a result of NaN', () => {
  const huge = (x: Tensor) => ({ samples: map(x, () => 3e38) })

  test('is computed again in tiles, and refused with the name of another VAE when that fails', async () => {
    const context = open()
    const run = decodeLatent(vae, huge(narrow.samples), context)
    await expect(run).rejects.toThrow(NotFiniteError)
    await expect(run).rejects.toThrow(/VAE decode of 64×192 with tiny_sd15.*sdxl-vae-fp16-fix/)
    expect(context.notices).toEqual([expect.stringMatching(/gave NaN or infinity; it now runs in tiles of 128/)])
  })

  test('is not computed from a latent of NaN', async () => {
    const context = open()
    const samples = { samples: { dims: [1, 4, 8, 8], data: new Float32Array(256).fill(Number.NaN) } }
    await expect(decodeLatent(vae, samples, context)).rejects.toThrow('the input already contains NaN or infinity')
    expect(context.sessions.timings).toEqual([])
  })
})

test.each([
  [1, 1],
  [7, 100],
])('a picture of %d×%d is too small for a VAE, in tiles as well', async (width, height) => {
  const run = encodeImage(vae, zeros([1, height, width, 3]), open(), { tile: 64, overlap: 0 })
  await expect(run).rejects.toThrow(`a picture of ${width}×${height} is too small`)
})
