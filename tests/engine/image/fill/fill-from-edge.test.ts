import { expect, test } from 'vitest'
import { type Filling, fillFromEdge } from '../../../../engine/image/fill/fill-from-edge.ts'
import { erodeBinary } from '../../../../engine/image/masks/binary-morphology.ts'
import { readGolden } from '../../../goldens/read.ts'

/** What OpenCV makes of a picture (tests/goldens/make/inpaint-pictures.py). */
const goldens = readGolden('inpaint-pictures.safetensors')
const { data: pictures } = readGolden('image-nodes.safetensors').get('image_u8')!
const hard = goldens.get('hard')!
const masks = { whole: hard, inner: erodeBinary(hard, 10) }

test.each([
  ['telea', 'inner'],
  ['telea', 'whole'],
  ['navier-stokes', 'inner'],
  ['navier-stokes', 'whole'],
] as const)('%s fills %s as OpenCV does', (filling: Filling, which) => {
  const { data } = goldens.get(`${filling}.${which}`)!
  const size = 40 * 52 * 3
  for (const picture of [0, 1]) {
    const pixels = Uint8Array.from(pictures.subarray(picture * size, (picture + 1) * size))
    const filled = fillFromEdge(pixels, Uint8Array.from(masks[which].data), [40, 52], filling)
    const differences = [...filled].map((value, i) => Math.abs(value - data[picture * size + i]!))
    expect(Math.max(...differences.filter((_, i) => i % (52 * 3) >= 12 * 3))).toBe(0)
    // Beside the border of the picture OpenCV 5 reads other neighbours than OpenCV 4 did, which this follows.
    expect(Math.max(...differences)).toBeLessThanOrEqual(16)
  }
})

test('a picture without known pixels, or without a part to fill, stays', () => {
  const pixels = Uint8Array.from({ length: 27 }, (_, i) => i)
  for (const value of [0, 1])
    expect(fillFromEdge(pixels, new Uint8Array(9).fill(value), [3, 3], 'telea')).toEqual(pixels)
})
