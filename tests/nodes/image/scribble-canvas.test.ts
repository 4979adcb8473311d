import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodePng } from '../../../engine/image/files/save-images.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import { type Drawing, emptyDrawing, writeDrawing } from '../../../graph/drawing/drawing.ts'
import { addStroke, setPicture } from '../../../graph/drawing/edit-drawing.ts'
import { strokeOf } from '../../../graph/drawing/line.ts'
import scribbleCanvas from '../../../nodes/image/scribble-canvas.ts'
import { testContext } from '../context.ts'

const at = (x: number, y: number) => ({ x, y, pressure: 1 })
const small: Drawing = { ...emptyDrawing, width: 4, height: 4 }
const line = addStroke(small, 0, strokeOf('pen', 2, [at(-4, 2), at(8, 2)]))

let folder = ''
const find = async (_: string, name: string) => ({ name, path: join(folder, name), fingerprint: `of ${name}` })
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scribble-'))
  const grey = tensor([2, 2, 3], new Float32Array(12).fill(0.6))
  await writeFile(join(folder, 'grey.png'), await encodePng(grey))
})
afterAll(() => rm(folder, { recursive: true }))

/** The first column of the red channel, and of the mask. */
async function drawn(drawing: Drawing, invert = false) {
  const { IMAGE, MASK } = await scribbleCanvas.run({ drawing: writeDrawing(drawing), invert }, testContext({ find }))
  return [0, 1, 2, 3].map(y => [IMAGE.data[12 * y]!, MASK.data[4 * y]!].map(value => Math.round(value * 100) / 100))
}

test('white on black, black on white, and either inverted; the mask is the same', async () => {
  const lit = [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]
  const dark = [
    [1, 0],
    [0, 1],
    [0, 1],
    [1, 0],
  ]
  expect(await drawn(line)).toEqual(lit)
  expect(await drawn(line, true)).toEqual(dark)
  expect(await drawn({ ...line, background: 'white' })).toEqual(dark)
  expect(await drawn({ ...line, background: 'white' }, true)).toEqual(lit)
})

test('a picture below is part of the result only when it is included, in its opacity', async () => {
  const picture = { name: 'grey.png', opacity: 0.5, included: false }
  expect(await drawn(setPicture(line, picture))).toEqual([
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ])
  expect(await drawn(setPicture(line, { ...picture, included: true }))).toEqual([
    [0.3, 0],
    [1, 1],
    [1, 1],
    [0.3, 0],
  ])
})

test('a hidden layer is not drawn', async () => {
  const hidden = { ...line, layers: [{ ...line.layers[0]!, visible: false }] }
  expect((await drawn(hidden)).flat()).toEqual(new Array(8).fill(0))
})

test('the result depends on the picture below only when it is part of it', async () => {
  const of = (drawing: Drawing) => scribbleCanvas.fingerprint!({ drawing: writeDrawing(drawing) }, find)
  expect(await of(line)).toBe('')
  expect(await of(setPicture(line, { name: 'grey.png', opacity: 1, included: false }))).toBe('')
  expect(await of(setPicture(line, { name: 'grey.png', opacity: 1, included: true }))).toBe('of grey.png')
})

test('a missing picture, and a text that is not a drawing, are refused in a sentence', async () => {
  const lost = writeDrawing(setPicture(line, { name: 'gone.png', opacity: 1, included: true }))
  await expect(scribbleCanvas.run({ drawing: lost, invert: false }, testContext())).rejects.toThrow(
    'The picture gone.png below the drawing is not in the input folder.',
  )
  await expect(scribbleCanvas.run({ drawing: '[]', invert: false }, testContext())).rejects.toThrow(
    /drawing is damaged/,
  )
})
