import { expect, test } from 'vitest'
import { RangeInputError } from '../../../engine/errors.ts'
import { type Tensor, tensor, zeros } from '../../../engine/tensor/tensor.ts'
import imagePadForOutpaint from '../../../nodes/image/image-pad-for-outpaint.ts'
import imageCrop from '../../../nodes/image/transform/image-crop.ts'
import resizeImageMask from '../../../nodes/image/transform/resize-image-mask-node.ts'
import imageScale from '../../../nodes/image/upscaling/image-scale.ts'
import imageScaleBy from '../../../nodes/image/upscaling/image-scale-by.ts'
import imageScaleToTotalPixels from '../../../nodes/image/upscaling/image-scale-to-total-pixels.ts'
import { readGolden } from '../../goldens/read.ts'
import { testContext } from '../context.ts'

const context = testContext()
const resized = readGolden('imageops.safetensors')
const pixels = resized.get('resize.pixels_u8')!
const picture: Tensor = { dims: pixels.dims, data: pixels.data.map(byte => byte / 255) }

test.each([
  ['bicubic', 20, 31, 'disabled'],
  ['area', 64, 32, 'center'],
  ['lanczos', 75, 60, 'disabled'],
] as const)('%s to %i × %i, crop %s, as ComfyUI resizes', async (upscale_method, width, height, crop) => {
  const { IMAGE } = await imageScale.run({ image: picture, upscale_method, width, height, crop }, context)
  const expected = resized.get(`resize.${upscale_method}.${width}x${height}.${crop}`)!
  const tolerance = upscale_method === 'lanczos' ? 1.01 / 255 : 1e-5
  expect(IMAGE.dims).toEqual(expected.dims)
  expect(Math.max(...IMAGE.data.map((v, i) => Math.abs(v - expected.data[i]!)))).toBeLessThan(tolerance)
})

const wide = zeros([2, 3, 10, 4])

test('a side of 0 follows the other, two of 0 change nothing; halves round to even', async () => {
  const scale = async (width: number, height: number) => {
    const inputs = { image: wide, upscale_method: 'area' as const, width, height, crop: 'center' as const }
    return (await imageScale.run(inputs, context)).IMAGE
  }
  expect((await scale(0, 6)).dims).toEqual([2, 6, 20, 4])
  expect((await scale(1, 0)).dims).toEqual([2, 1, 1, 4])
  expect(await scale(0, 0)).toBe(wide)
  const by = await imageScaleBy.run({ image: wide, upscale_method: 'bilinear', scale_by: 0.25 }, context)
  expect(by.IMAGE.dims).toEqual([2, 1, 2, 4])
  const total = await imageScaleToTotalPixels.run(
    { image: wide, upscale_method: 'bilinear', megapixels: 0.01 },
    context,
  )
  expect(total.IMAGE.dims).toEqual([2, 56, 187, 4])
})

test('a side is never less than one pixel', async () => {
  const inputs = { upscale_method: 'bilinear' as const, width: 100, height: 1, crop: 'center' as const }
  const { IMAGE } = await imageScale.run(
    { image: tensor([1, 100, 1, 3], new Float32Array(300).fill(0.5)), ...inputs },
    context,
  )
  expect(IMAGE.dims).toEqual([1, 1, 100, 3])
  expect(IMAGE.data.every(value => value === 0.5)).toBe(true)
})

test('a size that does not fit into memory is refused with the memory it needs', () => {
  const many = { dims: [4096, 1, 1, 3], data: new Float32Array(4096 * 3) }
  const inputs = {
    image: many,
    upscale_method: 'area' as const,
    width: 16384,
    height: 16384,
    crop: 'disabled' as const,
  }
  expect(() => imageScale.run(inputs, context)).toThrow(RangeInputError)
  expect(() => imageScale.run(inputs, context)).toThrow(/^4096 of 16384×16384 would take 13194\.\d GB/)
  const margins = { left: 2 ** 22, top: 2 ** 22, right: 0, bottom: 0, feathering: 0 }
  expect(() => imagePadForOutpaint.run({ image: wide, ...margins }, context)).toThrow(/^2 of 4194314×4194307/)
})

test.each([
  { choice: 'scale longer dimension', longer_size: 0 },
  { choice: 'scale shorter dimension', shorter_size: 0 },
] as const)('$choice: 0 is refused where it is set', resize_type => {
  const run = () => resizeImageMask.run({ input: wide, resize_type, scale_method: 'area' }, context)
  expect(run).toThrow('0×0 is not a size. Each side must have at least 1 pixel.')
})

test('a crop ends at the edge, and a corner outside moves to the last pixel', async () => {
  const image = tensor(
    [1, 2, 3, 4],
    Float32Array.from({ length: 24 }, (_, i) => i),
  )
  const crop = async (x: number, y: number, width: number, height: number) =>
    (await imageCrop.run({ image, x, y, width, height }, context)).IMAGE
  expect(await crop(1, 0, 1, 2)).toEqual(tensor([1, 2, 1, 4], Float32Array.of(4, 5, 6, 7, 16, 17, 18, 19)))
  expect((await crop(1, 1, 512, 512)).dims).toEqual([1, 1, 2, 4])
  expect([...(await crop(16384, 16384, 512, 512)).data]).toEqual([20, 21, 22, 23])
})

const pad = async (image: Tensor, feathering: number, left: number, top: number) =>
  imagePadForOutpaint.run({ image, left, top, right: 0, bottom: 0, feathering }, context)

test('the margins are grey and masked; inside, the mask rises with the square towards a margin', async () => {
  const image = tensor([2, 5, 5, 3], new Float32Array(150).fill(1))
  const { IMAGE, MASK } = await pad(image, 2, 1, 0)
  expect(IMAGE.dims).toEqual([2, 5, 6, 3])
  expect([...IMAGE.data.subarray(0, 6)]).toEqual([0.5, 0.5, 0.5, 1, 1, 1])
  expect(MASK.dims).toEqual([1, 5, 6])
  expect([...MASK.data.subarray(0, 6)]).toEqual([1, 1, 0.25, 0, 0, 0])
  expect([...MASK.data.subarray(24)]).toEqual([1, 1, 0.25, 0, 0, 0])
})

test('feathering of half a side or more is ignored', async () => {
  const { MASK } = await pad(tensor([1, 4, 4, 3], new Float32Array(48)), 2, 0, 1)
  expect([...MASK.data]).toEqual([1, 1, 1, 1, ...Array<number>(16).fill(0)])
})
