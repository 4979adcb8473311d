import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readImage } from '../../../engine/image/files/read-image.ts'
import compareGrid from '../../../nodes/image/compare-grid.ts'
import { testContext } from '../context.ts'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'compare-grid-'))
})
afterEach(() => rm(home, { recursive: true }))

/** Left half black, right half white, 64 × 32; a second picture that is all white. */
const images = {
  dims: [2, 32, 64, 3],
  data: Float32Array.from({ length: 2 * 32 * 64 * 3 }, (_, i) =>
    i >= 32 * 64 * 3 || Math.floor(i / 3) % 64 >= 32 ? 1 : 0,
  ),
}
const values = { images, columns: '', rows: '', blocks: '', filename_prefix: 'x' }

test('a cell is the first picture of the batch, reduced by its longer side', async () => {
  const context = testContext({ folders: { output: home, temp: home } })
  await compareGrid.run({ ...values, cell_size: 32, save_cells: false }, context)
  expect(context.shown.map(({ type }) => type)).toEqual(['temp'])
  const { image } = await readImage(context.shown[0]!.path)
  expect(image.dims).toEqual([1, 16, 32, 3])
  expect([image.data[0], image.data.at(-1)]).toEqual([0, 1])
})

test('pictures are never enlarged, and are saved in full size when cells are saved', async () => {
  const context = testContext({ folders: { output: home, temp: home } })
  await compareGrid.run({ ...values, cell_size: 512, save_cells: true }, context)
  expect(context.shown.map(({ type, filename }) => [type, filename.slice(0, 6)])).toEqual([
    ['output', 'x_cell'],
    ['output', 'x_cell'],
    ['temp', 'Leapgr'],
  ])
  expect((await readImage(context.shown[2]!.path)).image.dims).toEqual([1, 32, 64, 3])
})

test('a prefix that leads outside the folder is refused', async () => {
  const context = testContext({ folders: { output: home, temp: home } })
  const run = compareGrid.run({ ...values, filename_prefix: '../x', cell_size: 32, save_cells: true }, context)
  await expect(run).rejects.toThrow('is outside the output folder')
})
