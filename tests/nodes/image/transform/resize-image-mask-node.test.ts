import { expect, test } from 'vitest'
import { type Tensor, tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import resizeImageMask from '../../../../nodes/image/transform/resize-image-mask-node.ts'
import { testContext } from '../../context.ts'

type Ways = Parameters<typeof resizeImageMask.run>[0]['resize_type']
const resized = async (input: Tensor, resize_type: Ways, scale_method: 'area' | 'bilinear' = 'area') =>
  (await resizeImageMask.run({ input, resize_type, scale_method }, testContext())).resized

const wide = zeros([1, 30, 50, 3])
const crop = 'center'

/** By the formulas of ComfyUI's nodes_post_processing.py, computed with Python. */
test.each<[Ways, number, number]>([
  [{ choice: 'scale dimensions', width: 20, height: 0, crop }, 12, 20],
  [{ choice: 'scale dimensions', width: 20, height: 10, crop }, 10, 20],
  [{ choice: 'scale dimensions', width: 0, height: 0, crop }, 30, 50],
  [{ choice: 'scale by multiplier', multiplier: 0.25 }, 8, 12],
  [{ choice: 'scale longer dimension', longer_size: 64 }, 38, 64],
  [{ choice: 'scale shorter dimension', shorter_size: 64 }, 64, 107],
  [{ choice: 'scale width', width: 25 }, 15, 25],
  [{ choice: 'scale height', height: 60 }, 60, 100],
  [{ choice: 'scale total pixels', megapixels: 0.01, multiple: 16 }, 80, 128],
  [{ choice: 'match size', match: zeros([1, 7, 9]), crop }, 7, 9],
  [{ choice: 'scale to multiple', multiple: 8 }, 24, 48],
  [{ choice: 'scale to multiple', multiple: 64 }, 30, 50],
])('%j gives 30 × 50 pixels the size %i × %i', async (how, height, width) => {
  expect((await resized(wide, how)).dims).toEqual([1, height, width, 3])
  expect((await resized(zeros([2, 30, 50]), how)).dims).toEqual([2, height, width])
})

test('sides that are a multiple already stay, and a smaller multiple keeps the proportions', async () => {
  const square = tensor([1, 2, 4], Float32Array.from([0, 1, 2, 3, 0, 1, 2, 3]))
  expect(await resized(square, { choice: 'scale to multiple', multiple: 2 })).toEqual(square)
  const odd = tensor([1, 4, 5], new Float32Array(20).fill(0.5))
  expect((await resized(odd, { choice: 'scale to multiple', multiple: 2 }, 'bilinear')).dims).toEqual([1, 4, 4])
})
