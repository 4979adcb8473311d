import sharp from 'sharp'
import { expect, test } from 'vitest'
import { latentPreview } from '../../../../engine/image/files/previews.ts'
import { latentRgb } from '../../../../engine/pipeline/vae/latent-rgb.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

test('a preview is the latent times its family’s factors, enlarged', async () => {
  // A latent of 1, 0, 0, 0 everywhere: v is the first row, pixels are (v + 1)/2.
  const latent = tensor(
    [1, 4, 16, 16],
    Float32Array.from({ length: 1024 }, (_, i) => (i < 256 ? 1 : 0)),
  )
  const jpeg = await latentPreview(latent, latentRgb('sd'))
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([256, 256])
  const expected = [0.3512, 0.2297, 0.3227].map(v => ((v + 1) / 2) * 255)
  const middle = (128 * 256 + 128) * 3
  for (const [c, value] of expected.entries()) expect(Math.abs(data[middle + c]! - value)).toBeLessThan(4)
})

test('SDXL and the built-in model have their own factors', () => {
  expect(latentRgb('sdxl').bias).toEqual([0.1084, -0.0175, -0.0011])
  expect([latentRgb('flux'), latentRgb('sd3'), latentRgb('flux2')].map(({ factors }) => factors.length)).toEqual([
    16, 16, 32,
  ])
  expect(latentRgb('sd', 'Micro SD 128')).not.toBe(latentRgb('sd'))
})
