import { expect, test } from 'vitest'
import { imageResizeMethods, latentResizeMethods, resize } from '../../../../engine/tensor/resize/resize.ts'
import { centerCrop } from '../../../../engine/tensor/resize/scale.ts'
import type { Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose } from '../../sampling/close.ts'

// Reference: ComfyUI 0.3.64, comfy.utils.common_upscale and comfy.sampler_helpers.prepare_mask.
const arrays = readGolden('imageops.safetensors')

/** [N, H, W, C] → [N, C, H, W] */
function channelsFirst({ dims, data }: Tensor): Tensor {
  const [N, H, W, C] = dims as [number, number, number, number]
  const out = new Float32Array(data.length)
  for (let n = 0; n < N; n++)
    for (let p = 0; p < H * W; p++)
      for (let c = 0; c < C; c++) out[(n * C + c) * H * W + p] = data[(n * H * W + p) * C + c]!
  return { dims: [N, C, H, W], data: out }
}

const pixels = channelsFirst(arrays.get('resize.pixels_u8')!)
const image: Tensor = { dims: pixels.dims, data: pixels.data.map(byte => byte / 255) }
const sizes = [
  [20, 31, 'disabled'],
  [75, 60, 'disabled'],
  [64, 32, 'center'],
] as const

test.each([...imageResizeMethods, 'bislerp' as const])('pictures: %s, larger, smaller and cropped', method => {
  for (const [width, height, crop] of sizes) {
    const input = crop === 'center' ? centerCrop(image, width, height) : image
    const expected = channelsFirst(arrays.get(`resize.${method}.${width}x${height}.${crop}`)!)
    expectClose(resize(input, { width, height, method }), expected, 1e-5, `${width}×${height}`)
  }
})

test.each(latentResizeMethods)('latents: %s', method => {
  const expected = arrays.get(`resize.latent.${method}.15x12`)!
  expectClose(resize(arrays.get('resize.latent')!, { width: 15, height: 12, method }), expected, 1e-5, method)
})

test('a mask is resized to the latent', () => {
  const [mask, expected] = [arrays.get('mask.in')!, arrays.get('mask.prepared_2x4x8x8')!]
  const [, h, w] = mask.dims as [number, number, number]
  const small = resize({ dims: [1, 1, h, w], data: mask.data }, { width: 8, height: 8, method: 'bilinear' })
  for (let plane = 0; plane < 8; plane++)
    expectClose(small, { dims: small.dims, data: expected.data.slice(plane * 64, plane * 64 + 64) }, 1e-5, `${plane}`)
})

test('lanczos gives the bytes that Pillow gives', () => {
  for (const [width, height] of [
    [20, 31],
    [75, 60],
  ] as const) {
    const expected = channelsFirst(arrays.get(`resize.lanczos.${width}x${height}.disabled`)!).data
    const actual = resize(image, { width, height, method: 'lanczos' }).data
    expect(actual.map(value => Math.round(value * 255))).toEqual(expected.map(value => Math.round(value * 255)))
  }
})
