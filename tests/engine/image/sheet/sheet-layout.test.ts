import { expect, test } from 'vitest'
import { layOutSheet, wrap } from '../../../../engine/image/sheet/sheet-layout.ts'

const cell = { width: 100, height: 80 }
const axis = (values: readonly string[]) => ({ name: 'Sampler · steps', values })
const said = (text: string, sheet: ReturnType<typeof layOutSheet>) => sheet.lines.find(line => line.text === text)!

test('cells are side by side with the same gap in both directions', () => {
  const sheet = layOutSheet({ title: '', facts: '', columns: axis(['1', '2', '4']), rows: axis(['a', 'b']) }, cell)
  const [first, second, below] = [sheet.place(0, 0, 0), sheet.place(1, 0, 0), sheet.place(0, 1, 0)]
  expect(second.y).toBe(first.y)
  expect(second.x - first.x).toBeGreaterThan(cell.width)
  expect(below.x).toBe(first.x)
  expect(below.y - first.y).toBeGreaterThan(cell.height)
  const last = sheet.place(2, 1, 0)
  expect(last.x + cell.width).toBeLessThan(sheet.width)
  expect(last.y + cell.height).toBeLessThan(sheet.height)
})

test('every label is at its cells: above the column, left of the row, above the block', () => {
  const columns = axis(['one', 'two'])
  const sheet = layOutSheet(
    { title: 'A fox', facts: '', columns, rows: axis(['up', 'down']), blocks: axis(['x', 'y']) },
    cell,
  )
  const at = sheet.place(1, 1, 0)
  expect(said('two', sheet)).toMatchObject({ x: at.x + cell.width / 2, anchor: 'middle' })
  expect(said('two', sheet).y).toBeLessThan(sheet.place(1, 0, 0).y)
  expect(said('down', sheet).x).toBeLessThan(at.x)
  expect(Math.abs(said('down', sheet).y - at.y - cell.height / 2)).toBeLessThan(10)
  expect(said('y', sheet).y).toBeGreaterThan(at.y + cell.height)
  expect(said('y', sheet).y).toBeLessThan(sheet.place(0, 0, 1).y)
})

test('no two lines of a sheet overlap', () => {
  const long = 'a long title that needs more than the width of such a small sheet'
  const sheet = layOutSheet({ title: long, facts: long, columns: axis(['1', '2']), rows: axis([long, 'b']) }, cell)
  const places = sheet.lines.map(({ x, y, anchor }) => `${anchor} ${Math.round(x)} ${Math.round(y)}`)
  expect(new Set(places).size).toBe(places.length)
})

test.each([
  ['a fox', 10, 2, ['a fox']],
  ['a red fox on blue', 9, 3, ['a red fox', 'on blue']],
  ['a red fox on blue', 9, 1, ['a red fo…']],
  ['dreamshaper_version_8', 12, 2, ['dreamsha…n_8']],
  ['', 10, 2, []],
])('"%s" in lines of %i letters', (text, width, most, lines) => {
  expect(wrap(text, width, most)).toEqual(lines)
})
