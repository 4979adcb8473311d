import { expect, test } from 'vitest'
import { latentNumbers } from '../../../../engine/checkpoint/family.ts'
import type { EncodedPrompt } from '../../../../engine/pipeline/types.ts'
import { editChannels, inpaintChannels } from '../../../../engine/pipeline/unet/inpaint.ts'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'

/** `channels` planes of 4 × 4, all values of row y being `rows[y]`. */
const planes = (channels: number, ...rows: readonly number[]) => {
  const plane = rows.flatMap(value => [value, value, value, value])
  return tensor([1, channels, 4, 4], Float32Array.from(Array.from({ length: channels }, () => plane).flat()))
}
const prompt: EncodedPrompt = {
  embedding: zeros([1, 77, 8]),
  inpaint: { latent: planes(4, 0, 10, 20, 30), mask: planes(1, 0, 1, 0, 0) },
}

test('a picture of another size is cropped to the proportions of the latent, for the whole batch', () => {
  const { dims, data } = inpaintChannels(zeros([3, 4, 2, 4]), undefined, { ...latentNumbers.sd, scale: 0.5 })(prompt)
  expect(dims).toEqual([3, 5, 2, 4])
  const [mask, latent] = [
    [1, 1, 1, 1, 0, 0, 0, 0],
    [5, 5, 5, 5, 10, 10, 10, 10],
  ]
  const one = [...mask!, ...Array<number[]>(4).fill(latent!).flat()]
  expect([...data]).toEqual([...one, ...one, ...one])
})

test('a picture of the same size as the latent is used unchanged', () => {
  const { data } = inpaintChannels(zeros([1, 4, 4, 4]), undefined, { ...latentNumbers.sd, scale: 1 })(prompt)
  expect([...data.subarray(0, 32)]).toEqual([
    ...prompt.inpaint!.mask.data,
    ...prompt.inpaint!.latent.data.subarray(0, 16),
  ])
})

test('an editing UNet reads the picture’s latent in VAE scale, and zeros without one', () => {
  const edited = planes(4, 1, 2, 3, 4)
  expect(editChannels([2, 4, 4, 4], 1)({ ...prompt, edited })).toEqual({
    dims: [2, 4, 4, 4],
    data: Float32Array.of(...edited.data, ...edited.data),
  })
  expect(editChannels([1, 4, 4, 4], 1)(prompt)).toEqual(zeros([1, 4, 4, 4]))
})
