import { expect, test } from 'vitest'
import { rows, type Tensor } from '../../../engine/tensor/tensor.ts'
import inpaintPreprocessor from '../../../nodes/packs/controlnet-aux/inpaint-preprocessor.ts'
import colorMatch from '../../../nodes/packs/inpaint/color-match.ts'
import denoiseToCompositingMask from '../../../nodes/packs/inpaint/denoise-to-compositing-mask.ts'
import expandMask from '../../../nodes/packs/inpaint/expand-mask.ts'
import maskedBlur from '../../../nodes/packs/inpaint/masked-blur.ts'
import maskedFill from '../../../nodes/packs/inpaint/masked-fill.ts'
import shrinkMask from '../../../nodes/packs/inpaint/shrink-mask.ts'
import stabilizeMask from '../../../nodes/packs/inpaint/stabilize-mask.ts'
import { readGolden } from '../../goldens/read.ts'
import { testContext } from '../context.ts'
import { maskOf, picture, rowsOf } from '../small.ts'

/** What kornia and torch make of pictures and masks (tests/goldens/make/inpaint-pictures.py). */
const goldens = readGolden('inpaint-pictures.safetensors')
const golden = (name: string): Tensor => goldens.get(name)!
const [hard, soft] = [golden('hard'), golden('soft')]
const context = testContext()

function expectGolden(actual: Tensor, name: string, tolerance = 1e-5): void {
  const { dims, data } = golden(name)
  expect(actual.dims).toEqual(dims)
  expect(Math.max(...data.map((value, i) => Math.abs(value - actual.data[i]!)))).toBeLessThanOrEqual(tolerance)
}

test.each(['box', 'linear', 'gaussian'] as const)(
  'masks grow and shrink with a %s edge as kornia blurs it',
  async kind => {
    expectGolden(
      (await expandMask.run({ mask: soft, grow: 3, blur: 7, blur_type: kind }, context)).mask,
      `expand.${kind}`,
    )
    expectGolden(
      (await shrinkMask.run({ mask: hard, shrink: 2, blur: 8, blur_type: kind }, context)).mask,
      `shrink.${kind}`,
    )
  },
)

test('an edge of 3 pixels is a box, one of 2 pixels is hard', async () => {
  expectGolden((await expandMask.run({ mask: soft, grow: 1, blur: 2, blur_type: 'linear' }, context)).mask, 'expand.3')
  const grown = await expandMask.run({ mask: maskOf([0, 0, 0.2, 0, 0]), grow: 1, blur: 1, blur_type: 'box' }, context)
  expect(rowsOf(grown.mask)).toEqual([[0, 1, 1, 1, 0]])
})

test('a mask that reaches the edge of the picture does not shrink there', async () => {
  const { mask } = await shrinkMask.run({ mask: maskOf([1, 1, 1, 0]), shrink: 1, blur: 0, blur_type: 'box' }, context)
  expect(rowsOf(mask)).toEqual([[1, 1, 0, 0]])
})

test('the masked part is blurred, and less at the edge of the mask', async () => {
  const run = async (falloff: number) =>
    (await maskedBlur.run({ image: picture, mask: hard, blur: 16, falloff }, context)).image
  expectGolden(await run(4), 'blur')
  expectGolden(await run(0), 'blur.hard')
})

test('the masked part becomes grey, softly, or takes the colours around it', async () => {
  const run = async (fill: 'neutral' | 'telea', falloff: number) =>
    (await maskedFill.run({ image: picture, mask: hard, fill, falloff }, context)).image
  expectGolden(await run('neutral', 0), 'neutral.0')
  expectGolden(await run('neutral', 2), 'neutral.3')
  const { data } = golden('telea.inner')
  const filled = (await run('telea', 0)).data
  const isFilled = (i: number) => golden('neutral.0').data[i] === 0.5
  expect(
    filled.every((value, i) => (isFilled(i) ? Math.round(value * 255) === data[i] : value === picture.data[i])),
  ).toBe(true)
})

test('a mask of another size is refused with both sizes', () => {
  const input = { image: picture, mask: maskOf([1, 1]), blur: 3, falloff: 0 }
  expect(() => maskedBlur.run(input, context)).toThrow('2×1 pixels and the picture 52×40')
})

const target = { dims: picture.dims, data: picture.data.map(value => Math.min(Math.max(value * 0.8 + 0.1, 0), 1)) }
const other = rows(picture, 0, 1)
const reference: Tensor = {
  dims: [1, 32, 40, 3],
  data: Float32Array.from({ length: 32 * 40 * 3 }, (_, i) => {
    const [line, rest] = [Math.floor(i / 120), i % 120]
    return other.data[line * 52 * 3 + rest]! ** 1.3
  }),
}

test('colours are matched in Lab as kornia computes it, by what the mask leaves', async () => {
  const run = async (strength: number, exclude_mask?: Tensor) =>
    (await colorMatch.run({ target, reference, exclude_mask, strength }, context)).image
  expectGolden(await run(1), 'match', 2e-5)
  expectGolden(await run(1, soft), 'match.masked', 2e-5)
  expectGolden(await run(0.5, soft), 'match.half', 2e-5)
  expect(await run(0)).toBe(target)
})

test('nearly white becomes white, and a range of greys becomes the whole range', async () => {
  const mask = maskOf([0.995, 0.98, 0.15, 0.1, 0.3])
  const stable = await stabilizeMask.run({ mask, epsilon: 0.01 }, context)
  expect([...stable.mask.data].map(value => value.toFixed(3))).toEqual(['1.000', '0.980', '0.150', '0.100', '0.300'])
  const blended = await denoiseToCompositingMask.run({ mask, offset: 0.1, threshold: 0.2 }, context)
  expect([...blended.mask.data].map(value => value.toFixed(3))).toEqual(['1.000', '1.000', '0.500', '0.000', '1.000'])
  expect(() => denoiseToCompositingMask.run({ mask, offset: 0.3, threshold: 0.2 }, context)).toThrow('must be above')
})

test('the masked part is marked with −1, or with black', async () => {
  const image = { dims: [1, 1, 2, 3], data: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6) }
  const run = async (black?: boolean) =>
    [
      ...(await inpaintPreprocessor.run({ image, mask: maskOf([0.5, 0.6]), black_pixel_for_xinsir_cn: black }, context))
        .IMAGE.data,
    ].map(value => Number(value.toFixed(2)))
  expect(await run()).toEqual([0.1, 0.2, 0.3, -1, -1, -1])
  expect(await run(true)).toEqual([0.1, 0.2, 0.3, 0, 0, 0])
})
