import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { upload } from '../../../../runtime/editor/files/upload.ts'
import { grey } from './grey.ts'

const fresh = () => mkdtempSync(join(tmpdir(), 'leapgraph-upload-'))

test('thirty pairs of uploads of one name at the same time keep both contents under two names', async () => {
  const folder = fresh()
  const sent = await Promise.all(
    Array.from({ length: 60 }, async (_, level) => ({
      name: `${Math.floor(level / 2)}.png`,
      bytes: await grey(level),
    })),
  )
  const uploaded = await Promise.all(
    sent.map(async ({ name, bytes }) => ({ bytes, name: await upload({ root: folder }, name, bytes) })),
  )
  expect(new Set(uploaded.map(({ name }) => name)).size).toBe(60)
  for (const { name, bytes } of uploaded) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true)
  expect(readdirSync(folder)).toHaveLength(60)
})

test('uploads of the same content at the same time share one name', async () => {
  const folder = fresh()
  const same = await grey(7)
  const names = await Promise.all(Array.from({ length: 10 }, () => upload({ root: folder }, 'a.png', same)))
  expect(new Set(names)).toEqual(new Set(['a.png']))
  expect(readdirSync(folder)).toEqual(['a.png'])
})

test('a folder that cannot be made is an error in words', async () => {
  const file = join(fresh(), 'file')
  writeFileSync(file, '')
  await expect(upload({ root: join(file, 'input') }, 'a.png', await grey(7))).rejects.toThrow('a.png was not saved in ')
})
