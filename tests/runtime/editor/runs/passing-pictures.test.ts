import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createPassingPictures } from '../../../../runtime/editor/runs/passing-pictures.ts'

const folder = mkdtempSync(join(tmpdir(), 'passing-'))
afterAll(() => rmSync(folder, { recursive: true }))

const there = (name: string) => existsSync(join(folder, name))
const passing = createPassingPictures()

/** A run that makes, or shows again, one picture. */
async function run(name: string, kind: 'draft' | 'edit', { again = false, type = 'temp' as 'temp' | 'output' } = {}) {
  const { on, end } = passing.follow(kind === 'draft')
  const path = join(folder, name)
  if (!again) {
    writeFileSync(path, '')
    on({ kind: 'node-start', node: '1', type: 'PreviewImage', title: '' })
  }
  on({ kind: 'image', node: '1', image: { filename: name, subfolder: '', type, path } })
  await end()
}

test('the picture of a draft is deleted after two later drafts', async () => {
  for (const name of ['a', 'b', 'c']) await run(name, 'draft')
  expect(['a', 'b', 'c'].map(there)).toEqual([false, true, true])
})

test('a picture that an edit shows as well is kept, and so are those of edits and saved ones', async () => {
  await run('c', 'edit', { again: true })
  await run('edit', 'edit')
  await run('saved', 'draft', { type: 'output' })
  for (const name of ['d', 'e', 'f', 'g']) await run(name, 'draft')
  expect(['b', 'c', 'edit', 'saved', 'd', 'f', 'g'].map(there)).toEqual([false, true, true, true, false, true, true])
})

test('a picture that an edit made and a draft shows again is not the draft’s', async () => {
  await run('edit', 'draft', { again: true })
  for (const name of ['h', 'i', 'j']) await run(name, 'draft')
  expect(there('edit')).toBe(true)
})
