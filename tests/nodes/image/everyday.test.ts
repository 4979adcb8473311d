import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import type { Image } from '../../../engine/image/image.ts'
import { tensor, zeros } from '../../../engine/tensor/tensor.ts'
import saveAnimatedPng from '../../../nodes/image/animation/save-animated-png.ts'
import saveAnimatedWebp from '../../../nodes/image/animation/save-animated-webp.ts'
import imageFromBatch from '../../../nodes/image/batch/image-from-batch.ts'
import repeatImageBatch from '../../../nodes/image/batch/repeat-image-batch.ts'
import getImageSize from '../../../nodes/image/get-image-size.ts'
import imageCompare from '../../../nodes/image/image-compare.ts'
import saveImageAdvanced from '../../../nodes/image/save-image-advanced.ts'
import imageFlip from '../../../nodes/image/transform/image-flip.ts'
import imageRotate from '../../../nodes/image/transform/image-rotate.ts'
import imageStitch from '../../../nodes/image/transform/image-stitch.ts'
import resizeAndPad from '../../../nodes/image/transform/resize-and-pad-image.ts'
import toMaxDimension from '../../../nodes/image/upscaling/image-scale-to-max-dimension.ts'
import rebatchLatents from '../../../nodes/latent/batch/rebatch-latents.ts'
import joinAlpha from '../../../nodes/mask/compositing/join-image-with-alpha.ts'
import splitAlpha from '../../../nodes/mask/compositing/split-image-with-alpha.ts'
import maskPreview from '../../../nodes/mask/mask-preview.ts'
import { testContext } from '../context.ts'
import { maskOf } from '../small.ts'

const folder = await mkdtemp(join(tmpdir(), 'everyday-'))
afterAll(() => rm(folder, { recursive: true }))
const context = testContext({
  folders: { output: folder, temp: join(folder, 'temp') },
  metadata: { prompt: '{"1":{}}' },
})

/** Grey pictures of one row each, from their values. */
const grey = (...pictures: readonly (readonly number[])[]): Image =>
  tensor([pictures.length, 1, pictures[0]!.length, 3], Float32Array.from(pictures.flat().flatMap(v => [v, v, v])))
const reds = ({ data, dims }: Image) => [...data].filter((_, i) => i % dims[3]! === 0)

test('the size of a batch', async () => {
  expect(await getImageSize.run({ image: zeros([4, 2, 3, 3]) }, context)).toEqual({
    width: 3,
    height: 2,
    batch_size: 4,
  })
})

test('pictures of a batch are selected and repeated', async () => {
  const image = grey([0], [0.25], [0.5])
  const select = async (batch_index: number, length: number) =>
    reds((await imageFromBatch.run({ image, batch_index, length }, context)).IMAGE)
  expect(await select(1, 1)).toEqual([0.25])
  expect(await select(1, 9)).toEqual([0.25, 0.5])
  expect(await select(9, 1)).toEqual([0.5])
  expect(reds((await repeatImageBatch.run({ image, amount: 2 }, context)).IMAGE)).toEqual([0, 0.25, 0.5, 0, 0.25, 0.5])
})

test('latents of a batch that is divided keep their places', async () => {
  const { LATENT } = await rebatchLatents.run({ latents: { samples: zeros([3, 4, 1, 1]) }, batch_size: 1 }, context)
  expect(LATENT.batchIndex).toEqual([0, 1, 2])
})

test('colours and transparency are separated and joined', async () => {
  const rgba = tensor([1, 1, 2, 4], Float32Array.of(1, 0, 0, 0.25, 0, 0, 1, 1))
  const { IMAGE, MASK } = await splitAlpha.run({ image: rgba }, context)
  expect([...IMAGE.data, ...MASK.data]).toEqual([1, 0, 0, 0, 0, 1, 0.75, 0])
  expect((await joinAlpha.run({ image: IMAGE, alpha: MASK }, context)).IMAGE).toEqual(rgba)
  expect((await splitAlpha.run({ image: IMAGE }, context)).MASK).toEqual(zeros([1, 1, 2]))
  expect((await joinAlpha.run({ image: grey([0, 1]), alpha: maskOf([1]) }, context)).IMAGE.data[3]).toBe(0)
})

test.each([
  ['right', [1, 1, 5, 3], [0, 0.5, 0, 0, 1]],
  ['left', [1, 1, 5, 3], [1, 0, 0, 0, 0.5]],
] as const)('pictures are stitched: %s', async (direction, dims, expected) => {
  const pictures = { image1: grey([0, 0.5]), image2: grey([1]) }
  const how = { direction, match_image_size: true, spacing_width: 1, spacing_color: 'green' as const }
  const { IMAGE } = await imageStitch.run({ ...pictures, ...how }, context)
  expect([IMAGE.dims, reds(IMAGE)]).toEqual([dims, expected])
})

test('a narrower picture below another is centred, and what is missing on the left is the smaller half', async () => {
  const how = { direction: 'down' as const, match_image_size: false, spacing_width: 0, spacing_color: 'white' as const }
  const { IMAGE } = await imageStitch.run({ image1: grey([0, 0.25, 0.5, 0.75]), image2: grey([0.5]), ...how }, context)
  expect([IMAGE.dims, reds(IMAGE)]).toEqual([
    [1, 2, 4, 3],
    [0, 0.25, 0.5, 0.75, 1, 0.5, 1, 1],
  ])
  const up = await imageStitch.run(
    { image1: grey([0, 0.25]), image2: grey([1, 0.5]), ...how, direction: 'up' },
    context,
  )
  expect(reds(up.IMAGE)).toEqual([1, 0.5, 0, 0.25])
  expect((await imageStitch.run({ image1: grey([0]), image2: undefined, ...how }, context)).IMAGE).toEqual(grey([0]))
})

test('pictures are turned clockwise and mirrored', async () => {
  const { IMAGE } = await imageRotate.run({ image: grey([0, 0.25, 0.5]), rotation: '90 degrees' }, context)
  expect([IMAGE.dims, reds(IMAGE)]).toEqual([
    [1, 3, 1, 3],
    [0, 0.25, 0.5],
  ])
  const flipped = await imageFlip.run({ image: grey([0, 0.5]), flip_method: 'y-axis: horizontally' }, context)
  expect(reds(flipped.IMAGE)).toEqual([0.5, 0])
})

test('a picture is resized into a size and centred in it', async () => {
  const how = { padding_color: 'white' as const, interpolation: 'nearest-exact' as const }
  const { IMAGE } = await resizeAndPad.run(
    { image: grey([0, 0.5]), target_width: 4, target_height: 3, ...how },
    context,
  )
  expect(reds(IMAGE)).toEqual([0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5, 1, 1, 1, 1])
  const size = await toMaxDimension.run(
    { image: zeros([1, 3, 8, 3]), upscale_method: 'area', largest_size: 4 },
    context,
  )
  expect(size.IMAGE.dims).toEqual([1, 2, 4, 3])
})

test('animations have every picture, its time, and the workflow', async () => {
  const images = grey([0, 0], [1, 1], [0, 1])
  const shown = () => readFile(context.shown.at(-1)!.path)
  await saveAnimatedPng.run({ images, filename_prefix: 'a', fps: 10, compress_level: 4 }, context)
  const png = await shown()
  expect(
    png
      .toString('latin1')
      .match(/acTL|fcTL|IDAT|fdAT|tEXtprompt/g)!
      .join(' '),
  ).toBe('tEXtprompt acTL fcTL IDAT fcTL fdAT fcTL fdAT')
  expect((await sharp(png).raw().toBuffer()).length).toBe(6)
  const webp = { fps: 10, lossless: true, quality: 80, method: 'default' as const }
  await saveAnimatedWebp.run({ images, filename_prefix: 'a', ...webp }, context)
  const meta = await sharp(await shown(), { animated: true }).metadata()
  expect([meta.pages, meta.delay, meta.loop]).toEqual([3, [100, 100, 100], 0])
  expect(meta.exif!.toString('latin1')).toContain('prompt:{"1":{}}')
})

test('a picture of 16 bits keeps them, and what cannot be written is refused', async () => {
  const inputs = { images: grey([0.5]), filename_prefix: 'deep' }
  const png = { choice: 'png', bit_depth: '16-bit', input_color_space: 'sRGB' } as const
  await saveImageAdvanced.run({ ...inputs, format: png }, context)
  const { depth } = await sharp(context.shown.at(-1)!.path).metadata()
  expect(depth).toBe('ushort')
  const avif = { choice: 'avif', bit_depth: 'auto', input_color_space: 'sRGB', crf: 18 } as const
  const still = { choice: 'still images' } as const
  await saveImageAdvanced.run({ ...inputs, format: { ...avif, save_mode: still } }, context)
  expect(context.shown.at(-1)!.filename).toMatch(/\.avif$/)
  const animated = { choice: 'animated', fps: 6, loop_count: 0 } as const
  await expect(saveImageAdvanced.run({ ...inputs, format: { ...avif, save_mode: animated } }, context)).rejects.toThrow(
    'Animated AVIF is not written here',
  )
  const exr = { choice: 'exr', bit_depth: '32-bit float', input_color_space: 'sRGB' } as const
  await expect(saveImageAdvanced.run({ ...inputs, format: exr }, context)).rejects.toThrow(
    'exr with 32-bit float and sRGB is not written here',
  )
})

test('masks and pairs of pictures are shown without being saved', async () => {
  await maskPreview.run({ mask: maskOf([0, 1]) }, context)
  await imageCompare.run({ image_a: grey([0]), image_b: grey([1]) }, context)
  expect(context.shown.slice(-3).map(({ type }) => type)).toEqual(['temp', 'temp', 'temp'])
})
