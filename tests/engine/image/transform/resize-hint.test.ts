import { expect, test } from 'vitest'
import { resizeHint } from '../../../../engine/image/transform/resize-hint.ts'
import type { Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'

/** What OpenCV makes of pictures (tests/goldens/make/inpaint-pictures.py). */
const goldens = readGolden('inpaint-pictures.safetensors')
const pictures = readGolden('image-nodes.safetensors').get('image_u8')!
const sources: Readonly<Record<string, Float32Array>> = {
  many: pictures.data.slice(0, 40 * 52 * 3),
  few: goldens.get('hint.few_u8')!.data,
  two: goldens.get('hint.two_u8')!.data,
}
const pictureOf = (bytes: Float32Array): Tensor => ({
  dims: [1, 40, 52, 3],
  data: bytes.map(byte => (byte + 0.25) / 255),
})

test.each(['26x20', '33x17', '80x64'])('a picture becomes %s as in OpenCV, within a level', size => {
  const [width = 0, height = 0] = size.split('x').map(Number)
  for (const [name, bytes] of Object.entries(sources)) {
    const { dims, data } = resizeHint(pictureOf(bytes), { width, height }, 'Just Resize')
    expect(dims).toEqual([1, height, width, 3])
    const golden = goldens.get(`hint.${name}.${size}_u8`)!.data
    const differences = [...golden].map((byte, i) => Math.abs(byte - Math.round(data[i]! * 255)))
    if (name === 'many') expect(Math.max(...differences)).toBeLessThanOrEqual(1)
    // Where a new pixel lies between two old ones, rounding decides.
    else expect(differences.filter(difference => difference > 0).length / differences.length).toBeLessThan(0.03)
  }
})

test('a picture of other proportions is cropped, or gets a border of the colour of its edges', () => {
  const picture: Tensor = { dims: [1, 2, 4, 3], data: new Float32Array(24).fill(0.5).fill(1, 0, 3) }
  expect(resizeHint(picture, { width: 2, height: 2 }, 'Crop and Resize').dims).toEqual([1, 2, 2, 3])
  const filled = resizeHint(picture, { width: 4, height: 4 }, 'Resize and Fill')
  expect(filled.dims).toEqual([1, 4, 4, 3])
  expect(Math.round(filled.data[0]! * 255)).toBe(127)
  expect(Math.round(filled.data[4 * 3]! * 255)).toBe(255)
})
