import { afterAll, describe, expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { MemoryError, NotFiniteError } from '../../../engine/errors.ts'
import { loadUpscaler, upscaleImage } from '../../../engine/pipeline/upscale.ts'
import { Sessions, type SessionsOptions } from '../../../engine/runtime/sessions.ts'
import { cut } from '../../../engine/tensor/cut.ts'
import { torchGenerator } from '../../../engine/tensor/random/random.ts'
import { map, stack, type Tensor, tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { safetensorsBytes, temporaryFolder, writeCopies } from '../checkpoint/files.ts'
import { randomWeights, writeWeights } from '../networks/plain-layers.ts'
import { expectClose, goldenPath } from '../networks/run-graph.ts'

/** ComfyUI's ImageUpscaleWithModel (tests/goldens/README.md, nets/esrgan.io). */
const io = readGolden('nets/esrgan.io.safetensors')
const put = temporaryFolder()
const esrgan = async (name: string) =>
  loadUpscaler(await fileRef(goldenPath(`nets/esrgan_${name}.weights.safetensors`)))
const pixels = (name: string) => map(io.get(`${name}.pixels_u8`)!, v => v / 255)

const all: Sessions[] = []
afterAll(() => Promise.all(all.map(sessions => sessions.close())))
function open(options: SessionsOptions = {}) {
  const sessions = new Sessions({ device: 'cpu', threads: 1, ...options })
  all.push(sessions)
  const [notices, done]: [string[], string[]] = [[], []]
  const progress = (step: number, of: number) => void done.push(`${step}/${of}`)
  const signal = new AbortController().signal
  return { sessions, signal, progress, notice: (message: string) => void notices.push(message), notices, done }
}

test.each([
  ['x4', 'x4.new_keys', 4],
  ['x4', 'x4.old_keys', 4],
  ['x2', 'x2.new_keys', 2],
  ['x1', 'x1.new_keys', 1],
])('%s of %s is ComfyUI’s picture', async (name, file, scale) => {
  const model = await esrgan(file)
  expect(model.scale).toBe(scale)
  expectClose(await upscaleImage(model, pixels(name), open()), io.get(`${name}.image_clamped_bhwc`)!, 1e-4)
})

test('a file in BSRGAN’s names gives the same picture', async () => {
  const names = readGoldenJson<Record<string, string>>('nets/esrgan_rrdb_trunk_key_names.json')
  const path = await put('bsrgan.safetensors')
  const copies = Object.entries(names).map(([name, from]) => ({ name, from }))
  await writeCopies(path, goldenPath('nets/esrgan_x4.new_keys.weights.safetensors'), copies)
  const large = await upscaleImage(await loadUpscaler(await fileRef(path)), pixels('x4'), open())
  expectClose(large, io.get('x4.image_clamped_bhwc')!, 1e-4)
})

test('a batch is enlarged picture by picture, without alpha', async () => {
  const one = pixels('x4')
  const rgba = tensor(
    [1, 24, 20, 4],
    Float32Array.from({ length: 24 * 20 * 4 }, (_, i) => (i % 4 === 3 ? 0.5 : one.data[(i >> 2) * 3 + (i % 4)]!)),
  )
  const context = open()
  const large = await upscaleImage(await esrgan('x4.new_keys'), stack([rgba, rgba]), context)
  expect(large.dims).toEqual([2, 96, 80, 3])
  const golden = io.get('x4.image_clamped_bhwc')!
  expectClose(large, stack([golden, golden]), 1e-4)
  expect(context.done).toEqual(['1/2', '2/2'])
})

/** [1, H, W, 3] with `right` columns and `below` rows mirrored on. */
function mirrored(picture: Tensor, right: number, below: number): Tensor {
  const [, h = 0, w = 0] = picture.dims
  const [H, W] = [h + below, w + right]
  const back = (i: number, n: number) => (i < n ? i : 2 * (n - 1) - i)
  const data = Float32Array.from({ length: H * W * 3 }, (_, i) => {
    const [y, x] = [Math.floor(i / (3 * W)), Math.floor(i / 3) % W]
    return picture.data[(back(y, h) * w + back(x, w)) * 3 + (i % 3)]!
  })
  return tensor([1, H, W, 3], data)
}

test('a size that is not a multiple of four is padded by mirroring, and cropped after enlarging', async () => {
  const odd = cut(pixels('x2'), 1, { x: 0, y: 0, width: 17, height: 21 })
  const model = await esrgan('x2.new_keys')
  const whole = await upscaleImage(model, mirrored(odd, 1, 1), open())
  const expected = cut(whole, 1, { x: 0, y: 0, width: 34, height: 42 })
  expectClose(await upscaleImage(model, odd, open()), expected, 1e-6)
})

test.each(['x4.new_keys', 'x2.new_keys', 'x1.new_keys'])('a single pixel is enlarged by %s', async file => {
  const model = await esrgan(file)
  const large = await upscaleImage(model, tensor([1, 1, 1, 3], Float32Array.of(0.2, 0.5, 0.9)), open())
  expect(large.dims).toEqual([1, model.scale, model.scale, 3])
  expect(large.data.every(v => v >= 0 && v <= 1)).toBe(true)
})

describe('with a small network', () => {
  const compact = async (extra: (weights: Map<string, Tensor>) => void = () => {}) => {
    const weights = new Map(
      randomWeights({
        'body.0.weight': [4, 3, 3, 3],
        'body.0.bias': [4],
        'body.1.weight': [4],
        'body.2.weight': [12, 4, 3, 3],
        'body.2.bias': [12],
      }),
    )
    extra(weights)
    const path = await put('compact.safetensors')
    await writeWeights(path, weights)
    return loadUpscaler(await fileRef(path))
  }
  const picture = torchGenerator(3n).rand([1, 300, 600, 3])

  test('tiles of 512 pixels give the same picture as one piece, outside of their overlaps', async () => {
    const model = await compact()
    const context = open()
    const large = await upscaleImage(model, picture, context)
    expect(large.dims).toEqual([1, 600, 1200, 3])
    expect(context.done).toEqual(['1/2', '2/2'])
    // Two pixels of the picture reach into each of its network's pixels, and 32 are shared.
    const left = await upscaleImage(model, cut(picture, 1, { x: 0, y: 0, width: 470, height: 300 }), open())
    const box = { x: 0, y: 0, width: 930, height: 600 }
    expectClose(cut(large, 1, box), cut(left, 1, box), 1e-5)
  })

  test('tiles are halved until they fit the memory, with a notice', async () => {
    const context = open({ availableMemory: () => 12e6 })
    const large = await upscaleImage(await compact(), picture, context)
    expect(large.dims).toEqual([1, 600, 1200, 3])
    expect(context.notices.length).toBeGreaterThan(0)
    expect(context.notices[0]).toMatch(
      /^enlarging 600×300 with compact.safetensors needs .* of memory at once, and 12 MB is free; it now runs in tiles of 256 pixels$/,
    )
  })

  test('a picture is refused when even the smallest tile does not fit', async () => {
    const run = upscaleImage(await compact(), picture, open({ availableMemory: () => 1000 }))
    await expect(run).rejects.toThrow(MemoryError)
    await expect(run).rejects.toThrow('close other programs, or use a smaller upscaler')
  })

  test('a file whose weights are NaN is refused by name', async () => {
    const model = await compact(weights =>
      weights.set('body.0.bias', tensor([4], new Float32Array(4).fill(Number.NaN))),
    )
    const run = upscaleImage(model, cut(picture, 1, { x: 0, y: 0, width: 9, height: 7 }), open())
    await expect(run).rejects.toThrow(NotFiniteError)
    await expect(run).rejects.toThrow(
      /enlarging 9×7 with compact.safetensors gave NaN or infinity; the file may be damaged/,
    )
  })
})

describe('a file that cannot be run is refused with a sentence', () => {
  const refused = async (name: string, shapes: Readonly<Record<string, readonly number[]>>) => {
    let offset = 0
    const entries = Object.entries(shapes).map(([key, shape]) => {
      const from = offset
      offset += 4 * shape.reduce((n, d) => n * d, 1)
      return [key, { dtype: 'F32', shape, data_offsets: [from, offset] }]
    })
    const path = await put(name, safetensorsBytes(Object.fromEntries(entries), offset))
    return expect(fileRef(path).then(loadUpscaler)).rejects
  }

  test('another kind of upscaler', async () => {
    const keys = { 'conv_first.weight': [1], 'layers.0.residual_group.blocks.0.attn.qkv.weight': [1] }
    const run = await refused('swin.safetensors', keys)
    await run.toThrow(
      'swin.safetensors is an upscaler (SwinIR) that is not supported: choose an ESRGAN, a Real-ESRGAN or a SPAN',
    )
  })

  test('a file that is not an upscaler', async () => {
    const ref = await fileRef(goldenPath('pipelines/tiny_sd15.safetensors'))
    await expect(loadUpscaler(ref)).rejects.toThrow('tiny_sd15.safetensors is not an upscaler: it is a checkpoint')
  })

  test('a network for grey pictures', async () => {
    const run = await refused('grey.safetensors', {
      'body.0.weight': [4, 1, 3, 3],
      'body.1.weight': [4],
      'body.2.weight': [4, 4, 3, 3],
    })
    await run.toThrow(
      'grey.safetensors has 1 input channels and 4 output channels, which do not match pictures of 3 channels',
    )
  })
})
