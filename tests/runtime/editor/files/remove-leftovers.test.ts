import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeLeftovers } from '../../../../runtime/editor/files/remove-leftovers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leftovers-'))
  for (const name of ['output/foxes', 'temp']) mkdirSync(join(folder, name), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const unfinished = '.0a1b2c3d-0000-4000-8000-0123456789ab.part'
function write(name: string, hours: number): void {
  writeFileSync(join(folder, name), '')
  const then = Date.now() / 1000 - hours * 3600
  utimesSync(join(folder, name), then, then)
}

test('unfinished files of dead programs are removed; those that are being written, and all others, stay', async () => {
  const younger = unfinished.replace('0a', 'ff')
  write(`output/foxes/${unfinished}`, 2)
  write(`output/foxes/${younger}`, 0.5)
  write('output/foxes/fox_00001_.png', 10_000)
  write('output/foxes/mine.part', 10_000)
  await removeLeftovers([join(folder, 'output'), join(folder, 'gone')], join(folder, 'temp'))
  expect(readdirSync(join(folder, 'output/foxes')).sort()).toEqual([younger, 'fox_00001_.png', 'mine.part'].sort())
})

test('previews are kept for a week', async () => {
  write('temp/new.png', 100)
  write('temp/old.png', 200)
  await removeLeftovers([], join(folder, 'temp'))
  expect(readdirSync(join(folder, 'temp'))).toEqual(['new.png'])
})
