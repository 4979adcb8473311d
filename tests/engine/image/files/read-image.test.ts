import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readImage, readMask } from '../../../../engine/image/files/read-image.ts'
import { checkPicture } from '../../../../engine/image/files/read-pixels.ts'
import { readGolden } from '../../../goldens/read.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-image-'))
})
afterAll(() => rm(folder, { recursive: true }))

const put = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

/** 2 × 1 pixels: red and a quarter-transparent blue. */
const redBlue = () => sharp(Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 51), { raw: { width: 2, height: 1, channels: 4 } })

test('a picture that ComfyUI saved is read with the pixels that ComfyUI computed', async () => {
  const path = fileURLToPath(new URL('../../../goldens/pipelines/saved_by_comfyui.png', import.meta.url))
  const { image, mask } = await readImage(path)
  const expected = readGolden('pipelines/expected.safetensors').get('sd1.txt2img.euler.image_u8')!
  expect(image.dims).toEqual([1, 128, 128, 3])
  expect(image.data.map(x => Math.round(255 * x))).toEqual(expected.data)
  expect(mask.dims, 'no alpha: the 64 × 64 zero mask').toEqual([1, 64, 64])
})

test('transparency becomes the mask, and the colour stays unchanged', async () => {
  const { image, mask } = await readImage(await put('alpha.png', await redBlue().png().toBuffer()))
  expect([...image.data]).toEqual([1, 0, 0, 0, 0, 1])
  expect(mask.dims).toEqual([1, 1, 2])
  expect([...mask.data]).toEqual([0, expect.closeTo(0.8, 6)])
})

test('a mask is read from any channel; the alpha of an opaque picture masks nothing', async () => {
  const path = await put('channels.png', await redBlue().png().toBuffer())
  expect([...(await readMask(path, 'blue')).data]).toEqual([0, 1])
  expect([...(await readMask(path, 'red')).data]).toEqual([1, 0])
  const opaque = await put('opaque.png', await redBlue().removeAlpha().png().toBuffer())
  expect(await readMask(opaque, 'alpha')).toEqual({ dims: [1, 1, 2], data: Float32Array.of(0, 0) })
})

test('a photo is turned by its EXIF orientation', async () => {
  const sideways = await redBlue().removeAlpha().withMetadata({ orientation: 6 }).png().toBuffer()
  const { image } = await readImage(await put('sideways.png', sideways))
  expect(image.dims).toEqual([1, 2, 1, 3])
  expect([...image.data]).toEqual([1, 0, 0, 0, 0, 1])
})

test('grey and 16-bit pictures become RGB without losing depth', async () => {
  const grey = sharp(Uint16Array.of(0, 30_000), { raw: { width: 2, height: 1, channels: 1 } })
  const { image } = await readImage(await put('deep.png', await grey.toColourspace('grey16').png().toBuffer()))
  const level = expect.closeTo(30_000 / 65_535, 6)
  expect([...image.data]).toEqual([0, 0, 0, level, level, level])
})

test('every frame of an animation is one picture of the batch', async () => {
  const frames = sharp(new Uint8Array(2 * 4 * 4 * 3).fill(255, 48), {
    raw: { width: 4, height: 8, channels: 3, pageHeight: 4 },
  })
  const { image } = await readImage(await put('moving.webp', await frames.webp({ lossless: true }).toBuffer()))
  expect(image.dims).toEqual([2, 4, 4, 3])
  expect([image.data[0], image.data[48]]).toEqual([0, 1])
})

test.each([
  ['notes.png', 'this is not a picture'],
  ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'],
  ['empty.png', ''],
])('%s is refused by name', async (name, bytes) => {
  const path = await put(name, bytes)
  await expect(readImage(path)).rejects.toMatchObject({ code: 'image', message: expect.stringContaining(name) })
})

test('a damaged picture is refused by name, not shown partly', async () => {
  const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()
  const path = await put('half.jpg', whole.subarray(0, whole.length - 60))
  await expect(readImage(path)).rejects.toThrow('half.jpg cannot be read as a picture')
})

test('a picture that is too large is refused before it is decoded', async () => {
  const huge = await sharp({ create: { width: 16_000, height: 7_000, channels: 3, background: 'white' } })
    .png({ compressionLevel: 1 })
    .toBuffer()
  await expect(readImage(await put('huge.png', huge))).rejects.toThrow('huge.png is larger than 100 million pixels')
})

test('a missing file is named with its path', async () => {
  await expect(readImage(join(folder, 'gone.png'))).rejects.toThrow(
    `The picture ${join(folder, 'gone.png')} does not exist.`,
  )
})

test.each([
  ['a shopping list', 'text'],
  ['', 'nothing'],
  ['%PDF-1.7\0', 'a PDF document'],
  ['PK\x03\x04\0', 'a ZIP archive'],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'an SVG drawing'],
  ['<!DOCTYPE html>', 'a web page'],
])('a file that is called a picture and contains %j is refused', async (content, what) => {
  const expected = `text.png is not a picture: it contains ${what}.`
  await expect(checkPicture('text.png', Buffer.from(content))).rejects.toThrow(expected)
})

test('a picture is accepted, and one that is cut off is refused', async () => {
  const noise = sharp({
    create: {
      width: 64,
      height: 64,
      channels: 3,
      background: 'red',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
  const bytes = await noise.png().toBuffer()
  await checkPicture('noise.png', bytes)
  await expect(checkPicture('noise.png', bytes.subarray(0, bytes.length / 2))).rejects.toThrow(
    'noise.png cannot be read',
  )
})
