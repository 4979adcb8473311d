import { expect, test } from 'vitest'
import { pictureTiles, tileMasks } from '../../../engine/image/transform/clip-tiles.ts'
import { fromPlanes, toPlanes } from '../../../engine/image/transform/planes.ts'
import { cut } from '../../../engine/tensor/cut.ts'
import { stack, type Tensor } from '../../../engine/tensor/tensor.ts'
import ipAdapterNoise from '../../../nodes/packs/ipadapter/ip-adapter-noise.ts'
import prepImageForClipVision from '../../../nodes/packs/ipadapter/prep-image-for-clip-vision.ts'
import { expectClose } from '../../engine/networks/run-graph.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { testContext } from '../context.ts'

/** What torchvision and Pillow make of a picture (tests/goldens/make/ip-adapter-pictures.py). */
type Inputs<N extends { run(inputs: never, context: never): unknown }> = Parameters<N['run']>[0]
type Prep = Inputs<typeof prepImageForClipVision>
type Noise = Inputs<typeof ipAdapterNoise>
const { prep, noise } = readGoldenJson<{
  prep: { filter: Prep['interpolation']; crop: Prep['crop_position']; sharpening: number; turned: boolean }[]
  noise: { type: Noise['type']; strength: number; blur: number; given: boolean }[]
}>('nets/ip_adapter_pictures.json')
const goldens = readGolden('nets/ip_adapter_pictures.safetensors')
const context = testContext()

const bytes = readGolden('nets/clip_vision.io.safetensors').get('1.image_u8')!
const image: Tensor = { dims: bytes.dims, data: bytes.data.map(byte => byte / 255) }
const wide: Tensor = { dims: [1, 200, 300, 3], data: image.data.map((_, i) => image.data[turned(i)]!) }

/** Rows and columns in each other's place. */
function turned(i: number): number {
  const [pixel, channel] = [Math.floor(i / 3), i % 3]
  return ((pixel % 300) * 200 + Math.floor(pixel / 300)) * 3 + channel
}

/** Every 28th row and column, which is what the goldens hold. @param dims  [N, H, W] or [N, H, W, C] */
function every28th({ dims, data }: Tensor): Tensor {
  const [n, h, w, c = 1] = dims as [number, number, number, number?]
  const [rows, columns] = [Math.ceil(h / 28), Math.ceil(w / 28)]
  const out = new Float32Array(n * rows * columns * c).map((_, i) => {
    const [channel, column] = [i % c, Math.floor(i / c) % columns]
    const line = Math.floor(i / c / columns)
    const row = Math.floor(line / rows) * h + (line % rows) * 28
    return data[(row * w + column * 28) * c + channel]!
  })
  return { dims: [n, rows, columns, ...dims.slice(3)], data: out }
}

test.each(prep.map((c, i) => [i, c] as const))(
  'pictures are prepared as Pillow does it (case %i: %o)',
  async (i, c) => {
    const inputs = { interpolation: c.filter, crop_position: c.crop, sharpening: c.sharpening }
    const { IMAGE } = await prepImageForClipVision.run({ image: c.turned ? wide : image, ...inputs }, context)
    const expected = goldens.get(`prep.${i}`)!
    // Pillow computes with whole numbers: what lies between two of 256 levels may be one level off.
    expectClose(every28th(IMAGE), expected, 1.001 / 255)
    expect(
      every28th(IMAGE).data.filter((value, at) => Math.abs(value - expected.data[at]!) > 1e-5).length,
    ).toBeLessThan(6)
  },
)

test.each(noise.map((c, i) => [i, c] as const))('noise is that of torchvision (case %i: %o)', async (i, c) => {
  const { type, strength, blur } = c
  const inputs = { type, strength, blur, image_optional: c.given ? image : undefined }
  const { IMAGE } = await ipAdapterNoise.run(inputs, context)
  expectClose(every28th(IMAGE), goldens.get(`noise.${i}`)!, 1e-4)
})

const rowsOf = (picture: Tensor, count: number) =>
  cut(picture, 1, { x: 0, y: 0, width: picture.dims[2]!, height: count })

test.each([
  ['tall', image],
  ['square', rowsOf(image, 240)],
  ['strip', rowsOf(wide, 40)],
])('tiles and their masks are those of torchvision and Pillow (%s)', (name, picture) => {
  const [, height, width] = picture.dims as [number, number, number]
  const mask = { dims: [1, 32, 48], data: Float32Array.from({ length: 32 * 48 }, (_, i) => (i % 48) / 47) }
  const tiles = stack(pictureTiles(toPlanes(picture), 0).map(fromPlanes))
  expectClose(every28th(tiles), goldens.get(`tiles.${name}`)!, 1.001 / 255)
  expectClose(every28th(stack(tileMasks({ height, width }, mask))), goldens.get(`masks.${name}`)!, 1e-4)
})
