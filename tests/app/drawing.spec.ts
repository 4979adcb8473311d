import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawing } from './drawing.ts'
import { killEngineOf } from './kill-engine.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-scribble.json', import.meta.url))

/** The shipped scribble, with another drawing in it. */
function withDrawing(folder: string, text: string): string {
  const document = JSON.parse(readFileSync(workflow, 'utf8')) as {
    nodes: { type: string; widgets_values: unknown[] }[]
  }
  document.nodes.find(({ type }) => type === 'ScribbleCanvas')!.widgets_values[0] = text
  const path = join(folder, 'drawing.json')
  writeFileSync(path, JSON.stringify(document))
  return path
}

/** A drawing that is the picture: what live mode does needs no model. */
function drawingAlone(folder: string): string {
  const document = JSON.parse(readFileSync(workflow, 'utf8')) as {
    nodes: { id: number; type: string; inputs: { link: number }[]; outputs: { links: number[] }[] }[]
    links: unknown[]
  }
  const [canvas, preview] = ['ScribbleCanvas', 'PreviewImage'].map(
    type => document.nodes.find(one => one.type === type)!,
  )
  canvas!.outputs[0]!.links = [1]
  preview!.inputs[0]!.link = 1
  document.nodes = [canvas!, preview!]
  document.links = [[1, canvas!.id, 0, preview!.id, 0, 'IMAGE']]
  const path = join(folder, 'drawing alone.json')
  writeFileSync(path, JSON.stringify(document))
  return path
}
const empty = (side: number) =>
  JSON.stringify({
    version: 1,
    width: side,
    height: side,
    background: 'black',
    layers: [{ name: 'Layer 1', visible: true, opacity: 1, strokes: [] }],
  })

test('in live mode the picture follows the pen', async ({ start, complaints }) => {
  const app = await start({ open: [workflow] })
  const hand = drawing(app)
  await hand.open()
  await hand.goLive()
  const shown = await hand.picture.getAttribute('src')
  await hand.stroke([0.3, 0.25], [0.35, 0.5], [0.3, 0.75])
  await hand.showsAnother(shown)
  expect(complaints).toEqual([])
})

test('while the pen is down pictures come already, and none of them is in the history', async ({
  start,
  userFolder,
}) => {
  const app = await start({ open: [drawingAlone(userFolder)] })
  const { page } = app
  const hand = drawing(app)
  await hand.open()
  await hand.goLive()
  const before = await hand.picture.getAttribute('src')
  const strokes = Number(await hand.surface.getAttribute('data-strokes'))
  await hand.press([0.2, 0.2], [0.5, 0.6], [0.8, 0.2], [0.8, 0.8])
  await expect(hand.picture).not.toHaveAttribute('src', before!)
  await hand.hasStrokes(strokes)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await hand.hasStrokes(strokes)
  await page.keyboard.press('Escape')
  await app.focusCanvas()
  await page.keyboard.press('h')
  // One when live mode was switched on, one when the stroke was given up.
  await expect(app.runs).toHaveCount(2)
})

test('each stroke is one step to undo, the eraser takes away, and the document keeps both', async ({
  start,
  userFolder,
}) => {
  const app = await start({ open: [withDrawing(userFolder, empty(128))] })
  const { page } = app
  const hand = drawing(app)
  await hand.open()
  await hand.hasGrey([0.5, 0.5], 0)
  await hand.stroke([0.2, 0.5], [0.8, 0.5])
  await hand.stroke([0.5, 0.2], [0.5, 0.4])
  await hand.hasStrokes(2)
  await hand.hasGrey([0.5, 0.5], 255)
  await page.keyboard.press('e')
  await hand.stroke([0.5, 0.45], [0.5, 0.55])
  await hand.hasStrokes(3)
  await hand.hasGrey([0.5, 0.5], 0)
  await hand.hasGrey([0.3, 0.5], 255)
  await page.keyboard.press('Control+z')
  await hand.hasGrey([0.5, 0.5], 255)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await hand.hasStrokes(0)
  await page.getByRole('dialog', { name: 'Draw' }).getByRole('button', { name: 'Redo' }).click()
  await hand.hasStrokes(1)
  await page.getByRole('button', { name: 'Clear the layer' }).click()
  await hand.hasStrokes(0)
  await page.getByRole('button', { name: 'Swap black and white' }).click()
  await hand.hasGrey([0.5, 0.5], 255)
})

test('layers are added, hidden, made faint, renamed and moved', async ({ start, userFolder }) => {
  const app = await start({ open: [withDrawing(userFolder, empty(128))] })
  const { page } = app
  const hand = drawing(app)
  await hand.open()
  await page.getByRole('button', { name: 'Add layer' }).click()
  await hand.stroke([0.2, 0.5], [0.8, 0.5])
  await page.getByRole('button', { name: 'Show Layer 2' }).click()
  await hand.hasGrey([0.5, 0.5], 0)
  await expect(page.getByText('Layer 2 is hidden')).toBeVisible()
  await page.getByRole('button', { name: 'Show Layer 2' }).click()
  await page.getByRole('slider', { name: 'Opacity' }).fill('0.5')
  await hand.hasGrey([0.5, 0.5], 128)
  await page.getByRole('textbox', { name: 'Name of the layer' }).fill('Faint')
  await page.getByRole('button', { name: 'Move layer down' }).click()
  await expect(page.getByRole('grid', { name: 'Layers' }).getByRole('row').last()).toContainText('Faint')
  await page.getByRole('button', { name: 'Remove layer' }).click()
  await hand.hasStrokes(0)
})

test('the canvas fits itself to the picture, strokes and all', async ({ start, userFolder }) => {
  const app = await start({ open: [withDrawing(userFolder, empty(64))] })
  const hand = drawing(app)
  await hand.open()
  await hand.stroke([0.2, 0.5], [0.8, 0.5])
  await app.page.getByRole('button', { name: 'Fit to 128×128' }).click()
  await expect(app.page.getByRole('textbox', { name: 'Width' })).toHaveValue('128')
  await hand.hasGrey([0.5, 0.5], 255)
  await app.page.getByRole('textbox', { name: 'Height' }).fill('256')
  await app.page.keyboard.press('Enter')
  await expect(app.page.getByRole('button', { name: 'Fit to 128×128' })).toBeVisible()
  await hand.surface.focus()
  await app.page.keyboard.press('Control+z')
  await expect(app.page.getByRole('textbox', { name: 'Height' })).toHaveValue('128')
})

test('the keys alone open the drawing, draw, widen, zoom, and close it', async ({ start, userFolder }) => {
  const app = await start({ open: [withDrawing(userFolder, empty(128))] })
  const { page } = app
  const hand = drawing(app)
  await app.click(app.node('ScribbleCanvas').locator('[data-widget="drawing"][data-part="value"]'))
  await page.keyboard.press('Enter')
  await expect(hand.surface).toBeFocused()
  await page.keyboard.press(']')
  await expect(page.getByRole('toolbar', { name: 'Drawing tools' })).toContainText('5 px')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  // A stroke that is given up is none; the next one is.
  await page.keyboard.press('Escape')
  await hand.hasStrokes(0)
  await page.keyboard.press('Enter')
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await hand.hasStrokes(1)
  await expect(page.getByRole('status').filter({ hasText: 'Pen up.' })).toBeAttached()
  await hand.hasGrey([0.45, 0.53], 255)
  await page.keyboard.press('+')
  await page.keyboard.press('0')
  await page.keyboard.press('Delete')
  await hand.hasStrokes(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(app.node('ScribbleCanvas')).toBeAttached()
})

test('a canvas of one’s own: placed, drawn on, and gone with its window when its placing is undone', async ({
  start,
}) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  const hand = drawing(app)
  await app.focusCanvas()
  await page.keyboard.press('Space')
  await page.getByRole('dialog', { name: 'Add a node' }).waitFor()
  await page.keyboard.insertText('Scribble Canvas')
  await page.keyboard.press('Enter')
  await expect(app.node('ScribbleCanvas', 1)).toBeAttached()
  await app.focusCanvas()
  await page.keyboard.press('Enter')
  await hand.hasStrokes(0)
  await hand.stroke([0.3, 0.3], [0.7, 0.7])
  await hand.hasStrokes(1)
  await page.keyboard.press('Control+z')
  await hand.hasStrokes(0)
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(app.node('ScribbleCanvas', 1)).toHaveCount(0)
})

test('live mode goes on after the engine was killed', async ({ start, userFolder }) => {
  const app = await start({ open: [drawingAlone(userFolder)] })
  const hand = drawing(app)
  await hand.open()
  await hand.goLive()
  const before = await hand.picture.getAttribute('src')
  killEngineOf(app.program)
  await hand.stroke([0.3, 0.3], [0.7, 0.3])
  const after = await hand.showsAnother(before)
  await hand.stroke([0.3, 0.5], [0.7, 0.5])
  await hand.showsAnother(after)
})

test('a drawing that is damaged says where, and is replaced only when asked', async ({ start, userFolder }) => {
  const app = await start({ open: [withDrawing(userFolder, '{"version":1,"width":0}')] })
  const { page } = app
  await app.run().click()
  await expect(app.problem('width: expected 1 to 16384')).toBeVisible()
  await app.click(app.node('ScribbleCanvas').locator('[data-part="draw"]'))
  await expect(page.getByRole('dialog')).toContainText('the drawing is damaged at width: expected 1 to 16384')
  await page.getByRole('button', { name: 'Start a new drawing' }).click()
  await drawing(app).hasStrokes(0)
})
