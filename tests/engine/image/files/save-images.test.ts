import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { outputNames } from '../../../../engine/image/files/output-names.ts'
import { readImage } from '../../../../engine/image/files/read-image.ts'
import { saveImages } from '../../../../engine/image/files/save-images.ts'
import { unwritable, writeNewFile } from '../../../../engine/image/files/write-new-file.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'save-images-'))
})
afterEach(() => rm(folder, { recursive: true }))

const twoPixels = tensor([2, 1, 1, 3], Float32Array.of(0, 0.5, 1, 1, 1, 1))
const size = { width: 640, height: 480 }

test('a batch is numbered from the highest existing number', async () => {
  await writeFile(join(folder, 'fox_00007_.png'), 'an older picture')
  await writeFile(join(folder, 'fox_00009x.png'), 'not one of the series')
  const saved = await saveImages(twoPixels, folder, 'fox')
  expect(saved.map(s => s.filename)).toEqual(['fox_00008_.png', 'fox_00009_.png'])
  expect(await readFile(join(folder, 'fox_00007_.png'), 'utf8')).toBe('an older picture')
})

test('levels are cut off, not rounded, as ComfyUI does', async () => {
  const [first] = await saveImages(twoPixels, folder, 'fox')
  const { image } = await readImage(first!.path)
  expect([...image.data].map(x => Math.round(255 * x))).toEqual([0, 127, 255])
})

test('an existing name is skipped, never overwritten', async () => {
  await writeFile(join(folder, 'fox0_00001_.png'), 'mine')
  const [first] = await saveImages(twoPixels, folder, 'fox%batch_num%')
  expect(first!.filename).toBe('fox0_00002_.png')
  expect(await readFile(join(folder, 'fox0_00001_.png'), 'utf8')).toBe('mine')
})

test('two runs that save at the same time use different numbers', async () => {
  await Promise.all([saveImages(twoPixels, folder, 'fox'), saveImages(twoPixels, folder, 'fox')])
  expect((await readdir(folder)).sort()).toEqual([1, 2, 3, 4].map(n => `fox_0000${n}_.png`))
})

test('a prefix may name sub-folders, the size and the date', async () => {
  const names = await outputNames(folder, 'a/%year%-%month%/%width%x%height%', size, new Date(2026, 2, 4))
  expect(names.subfolder).toBe('a/2026-03')
  expect(names.file(1, 0)).toBe('640x480_00001_.png')
  expect(await readdir(join(folder, 'a'))).toEqual(['2026-03'])
})

test('folders of a Windows prefix are folders, and a blank prefix still gets a name', async () => {
  expect((await outputNames(folder, 'a\\b', size)).subfolder).toBe('a')
  expect((await outputNames(folder, ' ', size)).file(3, 0)).toBe('ComfyUI_00003_.png')
})

test.each(['../fox', 'a/../../fox', '/etc/fox', 'C:\\fox', '..\\fox', '..'])(
  'the prefix %s may not leave the output folder',
  async prefix => {
    await expect(saveImages(twoPixels, folder, prefix)).rejects.toThrow('is outside the output folder')
    expect(await readdir(folder)).toEqual([])
  },
)

test('names that some system would refuse are changed in every part of the prefix, and a long one is cut', async () => {
  const [first] = await saveImages(twoPixels, folder, `CON/a. /fo\r\nx?${'x'.repeat(300)}`)
  expect(first!.subfolder).toBe('_CON/a')
  expect(first!.filename).toMatch(/^fo--x-x{194}_00001_\.png$/)
})

test('a prefix may have fifteen folders', async () => {
  expect((await outputNames(folder, `${'a/'.repeat(15)}fox`, size)).subfolder).toBe('a/'.repeat(15).slice(0, -1))
  await expect(outputNames(folder, `${'b/'.repeat(16)}fox`, size)).rejects.toThrow('has 16 folders; at most 15')
  expect(await readdir(folder)).toEqual(['a'])
})

test('a failed save leaves no files', async () => {
  await mkdir(join(folder, 'sub'))
  await writeFile(join(folder, 'sub', 'file'), '')
  await expect(saveImages(twoPixels, folder, 'sub/file/fox')).rejects.toThrow('is a file, not a folder')
  const named = `The picture fox was not saved in ${join(folder, 'sub/file')}: `
  await expect(saveImages(twoPixels, folder, 'sub/file/fox')).rejects.toThrow(named)
})

test('a full disk and a read-only disk are reported in sentences', () => {
  const error = (code: string) => Object.assign(new Error(code), { code })
  expect(unwritable('fox.png', '/out', error('ENOSPC')).message).toBe(
    'fox.png was not saved in /out: the disk is full. Free some space and run again.',
  )
  expect(unwritable('fox.png', '/out', error('EROFS')).message).toContain('the disk is read-only')
})

test('a file is written once', async () => {
  const path = join(folder, 'once')
  expect(await writeNewFile(path, Buffer.from('first'))).toBe(true)
  expect(await writeNewFile(path, Buffer.from('second'))).toBe(false)
  expect(await readFile(path, 'utf8')).toBe('first')
  expect(await readdir(folder)).toEqual(['once'])
})

test('the folder of previews, and every folder that is made for it, is private', async () => {
  const temp = join(folder, 'user/temp')
  await saveImages(twoPixels, temp, 'preview', { durable: false })
  for (const made of [temp, join(folder, 'user')]) expect((await stat(made)).mode & 0o777).toBe(0o700)
})
