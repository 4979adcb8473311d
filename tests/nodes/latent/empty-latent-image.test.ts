import { expect, test } from 'vitest'
import emptyLatentImage from '../../../nodes/latent/empty-latent-image.ts'
import emptySd3 from '../../../nodes/latent/sd3/empty-sd3-latent-image.ts'
import emptyFlux2 from '../../../nodes/packs/wide-latents/empty-sdxl-flux2-latent-image.ts'
import { testContext } from '../context.ts'

const make = (width: number, height: number, batch_size: number) =>
  emptyLatentImage.run({ width, height, batch_size }, testContext())

test('one latent value for 8 × 8 pixels, four channels, all zero', async () => {
  const { LATENT } = await make(128, 64, 2)
  expect(LATENT.samples.dims).toEqual([2, 4, 8, 16])
  expect(LATENT.samples.data.every(value => value === 0)).toBe(true)
})

test('other nodes make as many channels as their models read', async () => {
  const size = { width: 128, height: 64, batch_size: 1 }
  expect((await emptySd3.run(size, testContext())).LATENT.samples.dims).toEqual([1, 16, 8, 16])
  expect((await emptyFlux2.run(size, testContext())).LATENT.samples.dims).toEqual([1, 32, 8, 16])
})

test('a side that is not a multiple of 8 is rounded down, as in ComfyUI, with a notice', async () => {
  const context = testContext()
  const { LATENT } = await emptyLatentImage.run({ width: 513, height: 519, batch_size: 1 }, context)
  expect(LATENT.samples.dims).toEqual([1, 4, 64, 64])
  expect(context.notices).toEqual(['A latent value is 8 × 8 pixels: the picture will be 512×512, not 513×519.'])
})
