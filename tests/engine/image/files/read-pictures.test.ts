import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { checkPicture, readPixels } from '../../../../engine/image/files/read-pixels.ts'
import { readGolden } from '../../../goldens/read.ts'

const temp = await mkdtemp(join(tmpdir(), 'pictures-'))
afterAll(() => rm(temp, { recursive: true }))
const folder = fileURLToPath(new URL('../../../goldens/pictures', import.meta.url))
const files = readdirSync(folder).filter(name => !name.endsWith('.safetensors'))
// Reference: Pillow, tests/goldens/make/pictures.py.
const expected = readGolden('pictures/pixels.safetensors')

test.each(files)('%s is read as Pillow reads it, frame by frame', async name => {
  const { rgba, hasAlpha } = await readPixels(join(folder, name))
  const { dims, data } = expected.get(name)!
  expect(rgba.dims.slice(0, 3)).toEqual(dims.slice(0, 3))
  expect(hasAlpha).toBe(dims[3] === 4)
  const ours = rgba.data.filter((_, i) => dims[3] === 4 || i % 4 < 3).map(value => Math.round(value * 255))
  // A JPEG's own decoding differs by a level between libraries.
  const most = Math.max(...ours.map((value, i) => Math.abs(value - data[i]!)))
  expect(most).toBeLessThanOrEqual(name.endsWith('.jpg') ? 3 : 0)
})

test('a bitmap that is cut off or compressed is refused in a sentence', async () => {
  const header = Buffer.alloc(54)
  header.write('BM')
  header.writeUInt32LE(54, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(9, 18)
  header.writeInt32LE(9, 22)
  header.writeUInt16LE(24, 28)
  const path = join(temp, 'cut.bmp')
  await writeFile(path, header)
  await expect(readPixels(path)).rejects.toThrow('cut.bmp cannot be read as a picture (it ends before its last row)')
  header.writeUInt32LE(1, 30)
  await expect(checkPicture('packed.bmp', header)).rejects.toThrow('it is compressed')
})
