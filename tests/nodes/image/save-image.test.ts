import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tensor } from '../../../engine/tensor/tensor.ts'
import loadImage from '../../../nodes/image/load-image.ts'
import previewImage from '../../../nodes/image/preview-image.ts'
import saveImage from '../../../nodes/image/save-image.ts'
import loadImageMask from '../../../nodes/mask/load-image-mask.ts'
import { testContext } from '../context.ts'

let folders = { output: '', temp: '' }
beforeEach(async () => {
  folders = { output: await mkdtemp(join(tmpdir(), 'output-')), temp: await mkdtemp(join(tmpdir(), 'temp-')) }
})
afterEach(async () => {
  await rm(folders.output, { recursive: true })
  await rm(folders.temp, { recursive: true })
})

/** Two pictures of one pixel, red and blue. */
const images = tensor([2, 1, 1, 3], Float32Array.of(1, 0, 0, 0, 0, 1))
const asFile = (path: string) => ({ name: 'fox.png', path, fingerprint: '' })

test('every picture of a batch is saved with the workflow in it, and reported', async () => {
  const context = testContext({ folders, metadata: { prompt: '{}', workflow: '{"nodes": []}' } })
  await saveImage.run({ images, filename_prefix: 'foxes/fox' }, context)
  expect(context.shown).toEqual(
    [1, 2].map(n => ({
      filename: `fox_0000${n}_.png`,
      subfolder: 'foxes',
      type: 'output',
      path: join(folders.output, 'foxes', `fox_0000${n}_.png`),
    })),
  )
  const { comments } = await sharp(context.shown[1]!.path).metadata()
  expect(comments?.map(({ keyword }) => keyword)).toEqual(['prompt', 'workflow'])
})

test('a saved picture is loaded without a change', async () => {
  const context = testContext({ folders })
  await saveImage.run({ images, filename_prefix: 'fox' }, context)
  const file = asFile(context.shown[1]!.path)
  expect([...(await loadImage.run({ image: file }, context)).IMAGE.data]).toEqual([0, 0, 1])
  expect([...(await loadImageMask.run({ image: file, channel: 'blue' }, context)).MASK.data]).toEqual([1])
})

test('a preview goes to the temp folder and not to the output folder', async () => {
  const context = testContext({ folders })
  await previewImage.run({ images }, context)
  expect(context.shown.map(({ type }) => type)).toEqual(['temp', 'temp'])
  expect(await readdir(folders.temp)).toHaveLength(2)
  expect(await readdir(folders.output)).toEqual([])
})
