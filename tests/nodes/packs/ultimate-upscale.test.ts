import { expect, test } from 'vitest'
import { lanczos } from '../../../engine/tensor/resize/antialias.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import vaeDecode from '../../../nodes/latent/vae-decode.ts'
import vaeEncode from '../../../nodes/latent/vae-encode.ts'
import customSample from '../../../nodes/packs/ultimate-upscale/ultimate-sd-upscale-custom-sample.ts'
import noUpscale from '../../../nodes/packs/ultimate-upscale/ultimate-sd-upscale-no-upscale.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { testContext } from '../context.ts'
import { tiny } from '../tiny.ts'

const notices: string[] = []
const progress: (readonly [number, number])[] = []
const { model, vae, prompts, context } = await tiny(
  testContext({
    notice: sentence => notices.push(sentence),
    progress: (done, of) => void progress.push([done, of]),
  }),
)

const bytes = (length: number) => Float32Array.from({ length }, (_, i) => ((i * 37) % 256) / 255)
const picture = tensor([1, 64, 64, 3], bytes(64 * 64 * 3))
const sampling = { seed: 3n, steps: 4, cfg: 2, sampler_name: 'euler', scheduler: 'normal', denoise: 0.5 } as const
const tiling = {
  mode_type: 'Linear',
  tile_width: 64,
  tile_height: 64,
  mask_blur: 0,
  tile_padding: 0,
  seam_fix_mode: 'None',
  seam_fix_denoise: 1,
  seam_fix_width: 64,
  seam_fix_mask_blur: 8,
  seam_fix_padding: 16,
  force_uniform_tiles: true,
  tiled_decode: false,
  batch_size: 1,
} as const
const inputs = { model, ...prompts, vae, ...sampling, ...tiling }
const levels = (values: Float32Array) => Uint8Array.from(values, value => Math.trunc(Math.fround(value * 255)))

test('one tile is the picture encoded, sampled and decoded, in whole levels', async () => {
  const { IMAGE } = await noUpscale.run({ upscaled_image: picture, ...inputs }, context)
  const { LATENT } = await vaeEncode.run({ pixels: picture, vae }, context)
  const sampled = await ksampler.run({ ...inputs, latent_image: LATENT }, context)
  const { IMAGE: expected } = await vaeDecode.run({ samples: sampled.LATENT, vae }, context)
  expect(levels(IMAGE.data)).toEqual(levels(expected.data))
})

test('progress goes over all tiles', async () => {
  progress.length = 0
  const wide = tensor([1, 64, 128, 3], bytes(64 * 128 * 3))
  await noUpscale.run({ upscaled_image: wide, ...inputs }, context)
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(step => [step, 8]))
})

test('without tiles and without a model a picture is enlarged by Lanczos', async () => {
  const planes = { dims: [1, 3, 64, 64], data: new Float32Array(3 * 64 * 64) }
  for (let i = 0; i < 64 * 64; i++) for (let c = 0; c < 3; c++) planes.data[c * 64 * 64 + i] = picture.data[3 * i + c]!
  const twice = lanczos(planes, 128, 128)
  const expected = levels(twice.data)
  const given = { ...inputs, mode_type: 'None', upscale_by: 2, upscale_model: undefined } as const
  const { IMAGE } = await customSample.run(
    { image: picture, ...given, custom_sampler: undefined, custom_sigmas: Float32Array.of(1, 0) },
    context,
  )
  expect(IMAGE.dims).toEqual([1, 128, 128, 3])
  expect([IMAGE.data[0], IMAGE.data[1], IMAGE.data[2]].map(value => Math.round(value! * 255))).toEqual([
    expected[0],
    expected[128 * 128],
    expected[2 * 128 * 128],
  ])
  expect(notices.at(-1)).toContain('count only together')
})

test('a sampler of another node redraws the tiles as the same one of the widgets', async () => {
  const given = { image: picture, ...inputs, upscale_by: 1, upscale_model: undefined }
  const byWidgets = await customSample.run({ ...given, custom_sampler: undefined, custom_sigmas: undefined }, context)
  const custom_sigmas = Float32Array.of(2, 1, 0)
  const { IMAGE } = await customSample.run({ ...given, custom_sampler: { name: 'euler' }, custom_sigmas }, context)
  expect(IMAGE.dims).toEqual(byWidgets.IMAGE.dims)
  expect(levels(IMAGE.data)).not.toEqual(levels(byWidgets.IMAGE.data))
})

test('several pictures are redrawn one tile at a time', async () => {
  const two = tensor([2, 64, 64, 3], bytes(2 * 64 * 64 * 3))
  const { IMAGE } = await noUpscale.run({ upscaled_image: two, ...inputs, batch_size: 2 }, context)
  expect(IMAGE.dims).toEqual([2, 64, 64, 3])
  expect(notices.at(-1)).toContain('batch_size counts for one picture only')
})
