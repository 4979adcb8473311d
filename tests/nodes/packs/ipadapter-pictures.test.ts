import { expect, test } from 'vitest'
import type { Tensor } from '../../../engine/tensor/tensor.ts'
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

/** Every 28th row and column, which is what the goldens hold. */
function few({ dims, data }: Tensor): Tensor {
  expect(dims).toEqual([1, 224, 224, 3])
  const place = (i: number) => ((Math.floor(i / 24) * 28 * 224 + (Math.floor(i / 3) % 8) * 28) * 3 + (i % 3)) as number
  return { dims: [1, 8, 8, 3], data: Float32Array.from({ length: 192 }, (_, i) => data[place(i)]!) }
}

test.each(prep.map((c, i) => [i, c] as const))(
  'pictures are prepared as Pillow does it (case %i: %o)',
  async (i, c) => {
    const inputs = { interpolation: c.filter, crop_position: c.crop, sharpening: c.sharpening }
    const { IMAGE } = await prepImageForClipVision.run({ image: c.turned ? wide : image, ...inputs }, context)
    const expected = goldens.get(`prep.${i}`)!
    // Pillow computes with whole numbers: what lies between two of 256 levels may be one level off.
    expectClose(few(IMAGE), expected, 1.001 / 255)
    expect(few(IMAGE).data.filter((value, at) => Math.abs(value - expected.data[at]!) > 1e-5).length).toBeLessThan(6)
  },
)

test.each(noise.map((c, i) => [i, c] as const))('noise is that of torchvision (case %i: %o)', async (i, c) => {
  const { type, strength, blur } = c
  const inputs = { type, strength, blur, image_optional: c.given ? image : undefined }
  const { IMAGE } = await ipAdapterNoise.run(inputs, context)
  expectClose(few(IMAGE), goldens.get(`noise.${i}`)!, 1e-4)
})
