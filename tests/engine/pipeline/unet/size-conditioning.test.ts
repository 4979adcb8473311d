import { expect, test } from 'vitest'
import { sizeConditioning } from '../../../../engine/pipeline/unet/size-conditioning.ts'
import { rows, tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose } from '../../networks/run-graph.ts'

const io = readGolden('nets/unet_sdxl.io.safetensors')
const [height, width, cropY, cropX, targetHeight, targetWidth] = io.get('sizes.time_ids')!.data as unknown as [
  number,
  number,
  number,
  number,
  number,
  number,
]
const y = io.get('sizes.y')!
const pooled = tensor([1, 32], y.data.slice(0, 32))
const latent = [1, 4, 64, 48]

test('SDXL reads the pooled text and six sizes, as in the reference', () => {
  const sizes = { width, height, cropX, cropY, targetWidth, targetHeight }
  const told = sizeConditioning({ embedding: zeros([1, 77, 56]), pooled, sizes }, y.dims[1]!, latent, false)
  expectClose(told, rows(y, 0, 1), 5e-6)
})

test('without sizes in the prompt, those of the picture are used', () => {
  const prompt = { embedding: zeros([1, 77, 56]), pooled }
  const sizes = { width: 384, height: 512, cropX: 0, cropY: 0, targetWidth: 384, targetHeight: 512 }
  expect(sizeConditioning(prompt, 1568, latent, false)).toEqual(
    sizeConditioning({ ...prompt, sizes }, 1568, latent, true),
  )
})

test('the refiner reads a score instead of the target size: 6 for the prompt, 2.5 for the negative prompt', () => {
  const prompt = { embedding: zeros([1, 77, 56]), pooled }
  const last = (isNegative: boolean) =>
    sizeConditioning(prompt, 32 + 5 * 256, latent, isNegative).data.slice(32 + 4 * 256)
  expect(last(false)[0]).toBeCloseTo(Math.cos(6), 5)
  expect(last(true)[0]).toBeCloseTo(Math.cos(2.5), 5)
  expect(last(true)[128]).toBeCloseTo(Math.sin(2.5), 5)
})
