import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPixels } from '../../../engine/image/files/read-pixels.ts'
import { encodePng } from '../../../engine/image/files/save-images.ts'
import { tileCount, tileLayout, tileMask } from '../../../engine/image/transform/tile-layout.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import applyMaskToImage from '../../../nodes/packs/krita/apply-mask-to-image.ts'
import loadImageBase64 from '../../../nodes/packs/krita/load-image-base64.ts'
import loadImageCache from '../../../nodes/packs/krita/load-image-cache.ts'
import loadMaskBase64 from '../../../nodes/packs/krita/load-mask-base64.ts'
import parameter from '../../../nodes/packs/krita/parameter.ts'
import saveImageCache from '../../../nodes/packs/krita/save-image-cache.ts'
import extractImageTile from '../../../nodes/packs/krita/tiles/extract-image-tile.ts'
import mergeImageTile from '../../../nodes/packs/krita/tiles/merge-image-tile.ts'
import translate from '../../../nodes/packs/krita/translate.ts'
import { readGolden } from '../../goldens/read.ts'
import { testContext } from '../context.ts'
import { maskOf, picture } from '../small.ts'

const context = testContext()

/** One row of two pixels with alpha, in steps of 1/255. */
const rgba = tensor(
  [1, 2, 4],
  Float32Array.of(51, 102, 153, 255, 204, 0, 255, 51).map(value => value / 255),
)

test('a picture in the workflow is read with its alpha as the mask, white where it is opaque', async () => {
  const base64 = (await encodePng(rgba)).toString('base64')
  for (const text of [base64, `data:image/png;base64,${base64}`]) {
    const { image, mask } = await loadImageBase64.run({ image: text }, context)
    expect(image.dims).toEqual([1, 1, 2, 3])
    expect([...image.data].map(value => Math.round(value * 255))).toEqual([51, 102, 153, 204, 0, 255])
    expect([...mask.data].map(value => Math.round(value * 255))).toEqual([255, 51])
    const { mask: red } = await loadMaskBase64.run({ mask: text }, context)
    expect([...red.data].map(value => Math.round(value * 255))).toEqual([51, 204])
  }
  await expect(loadImageBase64.run({ image: 'bm8gcGljdHVyZQ==' }, context)).rejects.toThrow(
    'cannot be read as a picture',
  )
})

test('a picture that was sent is found by its id; the mask of one without alpha is its red channel', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leapgraph-transfer-'))
  writeFileSync(join(folder, 'a1'), await encodePng(tensor([1, 2, 3], Float32Array.of(0.2, 0.4, 0.6, 0.8, 0, 1))))
  const find = async (kind: string, name: string) =>
    kind === 'temp' && name === 'transfer/a1' ? { name, path: join(folder, 'a1'), fingerprint: 'f' } : null
  const { image, mask } = await loadImageCache.run({ id: 'a1' }, { ...context, find })
  expect(image.dims).toEqual([1, 1, 2, 3])
  expect([...mask.data].map(value => Math.round(value * 255))).toEqual([51, 204])
  expect(await loadImageCache.fingerprint!({ id: 'a1' }, find)).toBe('f')
  await expect(loadImageCache.run({ id: 'b2' }, { ...context, find })).rejects.toThrow('under the id b2')
})

test('pictures for the client are files with names of their own, with their alpha as PNG and without it as JPEG', async () => {
  const temp = mkdtempSync(join(tmpdir(), 'leapgraph-transfer-'))
  const own = testContext({ folders: { output: '', temp } })
  const images = { ...rgba, dims: [1, 1, 2, 4] }
  await saveImageCache.run({ images, format: 'PNG' }, own)
  await saveImageCache.run({ images, format: 'JPEG' }, own)
  const [png, jpeg] = own.shown
  expect([png!.subfolder, png!.type, png!.filename.slice(-4), jpeg!.filename.slice(-4)]).toEqual([
    ...['transfer', 'temp', '.png', '.jpg'],
  ])
  expect(png!.filename).not.toBe(jpeg!.filename)
  expect((await readPixels(png!.path)).rgba.data).toEqual(rgba.data)
  expect((await readPixels(jpeg!.path)).hasAlpha).toBe(false)
})

test('a mask becomes the alpha of a picture; one counts for a batch', () => {
  const image = { dims: [2, 1, 2, 3], data: new Float32Array(12).fill(0.5) }
  const { masked } = applyMaskToImage.run({ image, mask: maskOf([0.25, 1]) }, context) as { masked: typeof image }
  expect(masked.dims).toEqual([2, 1, 2, 4])
  expect([3, 7, 11, 15].map(i => masked.data[i])).toEqual([0.25, 1, 0.25, 1])
  expect(() => applyMaskToImage.run({ image, mask: maskOf([1]) }, context)).toThrow('1×1 pixels and the picture 2×1')
})

test('a text loses its marks of languages and nothing else', async () => {
  const run = async (text: string) => (await translate.run({ text }, context)).text
  expect(await run('lang:de ein Hund lang:en in the snow')).toBe('ein Hund in the snow')
  expect(await run('  a dog,  embedding:good ')).toBe('  a dog,  embedding:good ')
})

test('a parameter gives its default, numbers as numbers', async () => {
  const run = async (type: 'text' | 'number' | 'number (integer)', value: string) =>
    (await parameter.run({ name: 'p', type, default: value, min: 0, max: 1 }, context)).value
  expect(await run('text', '1.5')).toBe('1.5')
  expect(await run('number', '1.5')).toBe(1.5)
  expect(await run('number (integer)', '1.5')).toBe(1)
  await expect(run('number', 'many')).rejects.toThrow("'many' is not a number")
})

test('tiles overlap by twice the padding, and put together again they are the picture', async () => {
  const layout = tileLayout(picture, { least: 24, padding: 4, blending: 4, multiple: 4 })
  expect(layout).toMatchObject({ size: [40, 52], count: [2, 3], tile: [24, 24] })
  let image = { dims: picture.dims, data: new Float32Array(picture.data.length) }
  for (let index = 0; index < tileCount(layout); index++) {
    const { tile } = await extractImageTile.run({ image: picture, layout, index }, context)
    image = (await mergeImageTile.run({ image, layout, index, tile }, context)).image as typeof image
  }
  // Within the soft edges the black below shows; the rest is the picture.
  const middle = (i: number) => image.data[i]! - picture.data[i]!
  const inside = (10 * 52 + 10) * 3
  expect(middle(inside)).toBe(0)
  expect(Math.max(...image.data.map((value, i) => value - picture.data[i]!))).toBeLessThan(1e-6)
  await expect(async () => extractImageTile.run({ image: picture, layout, index: 6 }, context)).rejects.toThrow('has 6')
  expect(() => tileLayout(picture, { least: 24, padding: 4, blending: 8, multiple: 4 })).toThrow('at most padding')
  expect(() => tileLayout(picture, { least: 24, padding: 4, blending: 4, multiple: 16 })).toThrow('width 52')
})

test('the soft edge of a tile is kornia’s box blur, also where its width is even', () => {
  // A tile in the middle of three by three, 24 by 16 pixels with an overlap of 4.
  const layout = { size: [56, 32], count: [3, 3], tile: [24, 16], padding: 4, blending: 8 } as const
  const soft = tileMask(layout, 3, true)
  const golden = readGolden('inpaint-pictures.safetensors').get('tile.soft')!
  expect(soft.dims).toEqual(golden.dims)
  expect(Math.max(...golden.data.map((value, i) => Math.abs(value - soft.data[i]!)))).toBeLessThan(1e-6)
})
