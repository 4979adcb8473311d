import { expect, test } from 'vitest'
import { clipPicture } from '../../../../engine/image/transform/clip-picture.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose } from '../../networks/run-graph.ts'

const io = readGolden('nets/clip_vision.io.safetensors')
const picture = (i: string) => {
  const { dims, data } = io.get(`${i}.image_u8`)!
  return { dims, data: data.map(byte => byte / 255) }
}

/** The reference keeps these in half precision, which is good to a thousandth at 2. */
test.each([
  ['1', 'center'],
  ['3', 'none'],
] as const)('picture %s comes out as ComfyUI prepares it with crop %s', (i, crop) => {
  expectClose(clipPicture(picture(i), 224, crop), io.get(`${i}.preprocessed`)!, 1e-3)
})

test('a grey picture of the right size is normalised to CLIP’s mean and deviation', () => {
  const grey = { dims: [1, 2, 2, 3], data: new Float32Array(12).fill(0.5) }
  const { dims, data } = clipPicture(grey, 2, 'center')
  expect(dims).toEqual([1, 3, 2, 2])
  // 127.5 rounds to the even 128.
  expect(data[0]).toBeCloseTo((128 / 255 - 0.48145466) / 0.26862954, 6)
})
