import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkFolder } from '../../../../runtime/editor/files/check-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-folder-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a folder that is there is accepted, without a slash at its end', async () => {
  expect(await checkFolder(`${folder}/`, [])).toEqual({ folder, refused: null, warning: null })
})

test('~ is the home of the user', async () => {
  expect((await checkFolder('~/models', [])).folder).toBe(join(homedir(), 'models'))
  expect((await checkFolder('/~models', [])).folder).toBe('/~models')
})

test('a folder that is missing is kept, with a warning', async () => {
  const missing = join(folder, 'nope')
  const { refused, warning } = await checkFolder(missing, [])
  expect([refused, warning]).toEqual([null, expect.stringContaining(`${missing} does not exist. It is kept`)])
})

test('a file, a relative path and a folder that is listed are refused', async () => {
  writeFileSync(join(folder, 'a.json'), '')
  expect((await checkFolder(join(folder, 'a.json'), [])).refused).toMatch(/is a file/)
  expect((await checkFolder('models', [])).refused).toMatch(/models is not a whole path/)
  expect((await checkFolder(folder, [`${folder}/`])).refused).toMatch(/is in the list already/)
})
