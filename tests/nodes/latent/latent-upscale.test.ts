import { expect, test } from 'vitest'
import { RangeInputError } from '../../../engine/errors.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import latentUpscale from '../../../nodes/latent/latent-upscale.ts'
import latentUpscaleBy from '../../../nodes/latent/latent-upscale-by.ts'
import { testContext } from '../context.ts'
import { expectClose, golden } from '../tiny.ts'

const ladder = { samples: zeros([2, 4, 8, 16]), noiseMask: zeros([1, 1, 64, 128]), batchIndex: [3, 4] }
const sizeOf = async (width: number, height: number, crop: 'disabled' | 'center' = 'disabled') => {
  const inputs = { samples: ladder, upscale_method: 'bislerp' as const, width, height, crop }
  return (await latentUpscale.run(inputs, testContext())).LATENT.samples.dims.slice(2)
}

test('the high-resolution step of the reference picture is ComfyUI’s', async () => {
  const samples = { samples: golden('sd1.txt2img.euler.latent') }
  const inputs = { samples, upscale_method: 'bislerp' as const, scale_by: 1.5 }
  const { LATENT } = await latentUpscaleBy.run(inputs, testContext())
  expectClose(LATENT.samples, 'sd1.hires.upscaled', 1e-4)
})

test('sides are pixels; a side of 0 follows the other; none is less than 64 pixels', async () => {
  expect(await sizeOf(256, 512)).toEqual([64, 32])
  expect(await sizeOf(512, 0)).toEqual([32, 64])
  expect(await sizeOf(0, 128)).toEqual([16, 32])
  expect(await sizeOf(8, 8, 'center')).toEqual([8, 8])
})

test('with both sides 0 the latent is not changed', async () => {
  const inputs = { samples: ladder, upscale_method: 'area' as const, width: 0, height: 0, crop: 'center' as const }
  expect((await latentUpscale.run(inputs, testContext())).LATENT).toBe(ladder)
})

test('noise mask and places in the batch are kept; sides round half to even and are never 0', async () => {
  const by = async (scale_by: number) =>
    (await latentUpscaleBy.run({ samples: ladder, upscale_method: 'area', scale_by }, testContext())).LATENT
  expect(await by(0.5)).toMatchObject({ batchIndex: [3, 4], noiseMask: { dims: [1, 1, 64, 128] } })
  expect((await by(1 / 16)).samples.dims).toEqual([2, 4, 1, 1])
  expect((await by(0.3125)).samples.dims).toEqual([2, 4, 2, 5])
})

test('a size that does not fit into memory is refused with the memory it needs', async () => {
  const huge = { samples: { dims: [4096, 4, 128, 128], data: new Float32Array(0) } }
  const inputs = {
    samples: huge,
    upscale_method: 'area' as const,
    width: 16384,
    height: 16384,
    crop: 'disabled' as const,
  }
  expect(() => latentUpscale.run(inputs, testContext())).toThrow(RangeInputError)
  expect(() => latentUpscale.run(inputs, testContext())).toThrow(
    /^4096 of 2048×2048 would take 292\.1 GB of memory, and at most .* can be used for it\. Choose a smaller size/,
  )
})
