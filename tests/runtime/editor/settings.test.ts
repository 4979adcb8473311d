import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultSettings } from '../../../runtime/contract/settings.ts'
import { openSettings } from '../../../runtime/editor/settings.ts'

const file = () => join(mkdtempSync(join(tmpdir(), 'leapgraph-settings-')), 'settings.json')

test('settings are kept, and what is left out stays', async () => {
  const path = file()
  await (await openSettings(path, () => {})).change({ theme: 'light', previews: undefined })
  expect((await openSettings(path, () => {})).present).toEqual({ ...defaultSettings, theme: 'light' })
})

test('a wrong value has its default, and the others are kept', async () => {
  const path = file()
  writeFileSync(path, '{"theme": "pink", "minimap": false}')
  expect((await openSettings(path, () => {})).present).toEqual({ ...defaultSettings, minimap: false })
})

test('a file that is not JSON is kept under another name and reported', async () => {
  const path = file()
  writeFileSync(path, '{"theme": ')
  const told: string[] = []
  expect((await openSettings(path, problem => told.push(problem))).present).toEqual(defaultSettings)
  expect(told).toHaveLength(1)
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"theme": ')
})
