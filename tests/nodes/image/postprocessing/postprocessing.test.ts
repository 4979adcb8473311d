import { expect, test } from 'vitest'
import type { blendModes } from '../../../../engine/image/filters/blend.ts'
import { ditherNames } from '../../../../engine/image/filters/quantize.ts'
import { map, tensor } from '../../../../engine/tensor/tensor.ts'
import imageBlend from '../../../../nodes/image/postprocessing/image-blend.ts'
import imageBlur from '../../../../nodes/image/postprocessing/image-blur.ts'
import imageQuantize from '../../../../nodes/image/postprocessing/image-quantize.ts'
import imageSharpen from '../../../../nodes/image/postprocessing/image-sharpen.ts'
import { testContext } from '../../context.ts'
import { expectReference, picture, reference } from '../../small.ts'

const context = testContext()
const grey = (...values: readonly number[]) =>
  tensor([1, 1, values.length, 3], Float32Array.from(values.flatMap(value => [value, value, value])))
const reds = ({ data, dims }: ReturnType<typeof grey>) => [...data].filter((_, i) => i % dims[3]! === 0)
const rounded = (values: Iterable<number>) => [...values].map(value => Math.round(value * 1e5) / 1e5)

test('the modes, computed by hand', async () => {
  const [image1, image2] = [grey(0.25, 0.75), grey(0.5, 0.75)]
  const blended = async (blend_mode: (typeof blendModes)[number]) =>
    reds((await imageBlend.run({ image1, image2, blend_factor: 1, blend_mode }, context)).IMAGE)
  expect(await blended('normal')).toEqual([0.5, 0.75])
  expect(await blended('multiply')).toEqual([0.125, 0.5625])
  expect(await blended('screen')).toEqual([0.625, 0.9375])
  expect(await blended('overlay')).toEqual([0.25, 0.875])
  expect((await blended('soft_light'))[1]).toBeCloseTo(0.75 + 0.5 * (Math.sqrt(0.75) - 0.75), 6)
  expect(await blended('difference')).toEqual([0, 0])
})

test('the upper layer gets the size, the channels and the number of the lower', async () => {
  const upper = tensor([2, 1, 1, 4], Float32Array.of(1, 1, 1, 0.5, 0, 0, 0, 0.5))
  const { IMAGE } = await imageBlend.run(
    { image1: grey(0, 0, 0), image2: upper, blend_factor: 0.5, blend_mode: 'normal' },
    context,
  )
  expect(IMAGE.dims).toEqual([2, 1, 3, 3])
  expect(rounded(reds(IMAGE))).toEqual([0.5, 0.5, 0.5, 0, 0, 0])
  const lower = tensor([1, 1, 1, 4], Float32Array.of(0, 0, 0, 0.5))
  const opaque = await imageBlend.run(
    { image1: lower, image2: grey(1), blend_factor: 1, blend_mode: 'normal' },
    context,
  )
  expect([...opaque.IMAGE.data]).toEqual([1, 1, 1, 1])
})

test.each([
  [1, 1],
  [3, 0.5],
  [31, 10],
])('blurred by %i pixels as torch convolves', async (blur_radius, sigma) => {
  const { IMAGE } = await imageBlur.run({ image: picture, blur_radius, sigma }, context)
  expectReference(IMAGE, `blur.${blur_radius}.${sigma.toFixed(1)}`)
})

test.each([
  [1, 1, 1, '1.0'],
  [4, 0.3, 0.25, '0.25'],
] as const)('sharpened with radius %i as torch convolves', async (sharpen_radius, sigma, alpha, name) => {
  const { IMAGE } = await imageSharpen.run({ image: picture, sharpen_radius, sigma, alpha }, context)
  expectReference(IMAGE, `sharpen.${sharpen_radius}.${sigma.toFixed(1)}.${name}`, 2e-5)
})

test('a picture smaller than the radius is mirrored several times; one of one colour does not change', async () => {
  const { IMAGE } = await imageBlur.run({ image: grey(0, 1), blur_radius: 31, sigma: 10 }, context)
  expect(reds(IMAGE)[0]! + reds(IMAGE)[1]!).toBeCloseTo(1, 5)
  const rgba = tensor([1, 1, 1, 4], Float32Array.of(0.25, 0.5, 0.75, 1))
  const blurred = await imageBlur.run({ image: rgba, blur_radius: 5, sigma: 1 }, context)
  expect(rounded(blurred.IMAGE.data)).toEqual([0.25, 0.5, 0.75, 1])
})

test.each([1, 2, 7, 32, 256])('%i colours, every dither, are Pillow’s to the last pixel', async colors => {
  for (const dither of ditherNames) {
    const { IMAGE } = await imageQuantize.run({ image: picture, colors, dither }, context)
    const bytes = map(IMAGE, value => Math.round(255 * value))
    const expected = reference(`quantize_u8.${colors}.${dither}`)
    const different = expected.data.filter((value, i) => value !== bytes.data[i]).length
    expect(different, dither).toBe(0)
  }
})

test('a picture of one colour keeps it with every number of colours; alpha is removed', async () => {
  const rgba = tensor([1, 1, 2, 4], Float32Array.of(0.2, 0.4, 0.6, 0.5, 0.2, 0.4, 0.6, 0.5))
  const { IMAGE } = await imageQuantize.run({ image: rgba, colors: 16, dither: 'none' }, context)
  expect(IMAGE.dims).toEqual([1, 1, 2, 3])
  expect(rounded(IMAGE.data)).toEqual([0.2, 0.4, 0.6, 0.2, 0.4, 0.6])
})
