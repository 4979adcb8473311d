import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contactSheet } from '../../../../engine/image/sheet/contact-sheet.ts'
import { layOutSheet } from '../../../../engine/image/sheet/sheet-layout.ts'
import { drawLetters, type SheetCell, sheetSvg } from '../../../../engine/image/sheet/sheet-svg.ts'

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sheet-'))
  const square = (name: string, width: number, background: string) =>
    sharp({ create: { width, height: 100, channels: 3, background } })
      .png()
      .toFile(join(home, name))
  await Promise.all([square('red.png', 100, '#ff0000'), square('blue.png', 60, '#0000ff')])
})
afterAll(() => rm(home, { recursive: true }))

const text = { title: 'A <fox> & "friends"', facts: 'seed 1', columns: { name: 'S · steps', values: ['1', '2', '4'] } }
const cell = (column: number, own: Partial<SheetCell>): SheetCell => ({
  column,
  row: 0,
  block: 0,
  picture: null,
  caption: '0.31 s',
  error: null,
  ...own,
})

/** The pixel at a place, and whether there is ink anywhere in a box. */
async function read(png: Buffer) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  return { at, width: info.width, height: info.height }
}

test('pictures are centred in cells of one size on white paper; a failed picture shows its error', async () => {
  const png = await contactSheet(text, [
    cell(0, { picture: join(home, 'red.png') }),
    cell(1, { picture: join(home, 'blue.png') }),
    cell(2, { error: 'KSampler (node 7) failed: out of memory', caption: '' }),
  ])
  const { at, width, height } = await read(png)
  const layout = layOutSheet(text, { width: 100, height: 100 })
  expect([width, height]).toEqual([layout.width, layout.height])
  const place = (column: number) => layout.place(column, 0, 0)
  expect(at(place(0).x + 50, place(0).y + 50)).toEqual([255, 0, 0])
  expect(at(place(1).x + 50, place(1).y + 50)).toEqual([0, 0, 255])
  expect(at(place(1).x + 10, place(1).y + 50)).toEqual([241, 243, 246])
  expect(at(2, 2)).toEqual([255, 255, 255])
  const reds = Array.from({ length: 100 * 100 }, (_, i) => at(place(2).x + (i % 100), place(2).y + Math.floor(i / 100)))
  expect(reds.some(([r = 0, g = 0]) => r > g + 60)).toBe(true)
})

test('a deleted picture leaves an empty cell', async () => {
  const png = await contactSheet(text, [cell(0, { picture: join(home, 'gone.png') })])
  expect((await read(png)).width).toBe(layOutSheet(text, { width: 64, height: 64 }).width)
})

test('a machine without any font gets letters of dots', async () => {
  const drawn = sheetSvg(layOutSheet(text, { width: 100, height: 100 }), { width: 100, height: 100 }, [], drawLetters)
  expect(drawn).not.toContain('<text')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="14"><rect width="60" height="14" fill="#fff"/>${drawLetters(
    { text: 'I:', x: 0, y: 10, size: 12 / 0.56, anchor: 'start', weight: 400, tone: 'ink' },
  )}</svg>`
  const { data } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true })
  // Letters are 12 wide, so a dot is two pixels: an I has its stem in the third column, 14 pixels high.
  const dark = (x: number, y: number) => data[y * 60 + x]! < 128
  expect([dark(5, 5), dark(1, 5), dark(3, 9), dark(12 + 5, 5), dark(12 + 5, 3)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ])
})
