import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

test('a drag moves a node by just as much, and one undo takes it back', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const before = (await app.node('VAEDecode').boundingBox())!
  await app.dragTitle('VAEDecode', 60, -80)
  await expect.poll(async () => Math.round((await app.node('VAEDecode').boundingBox())!.x - before.x)).toBe(60)
  expect(Math.round((await app.node('VAEDecode').boundingBox())!.y - before.y)).toBe(-80)
  await app.page.keyboard.press('Control+z')
  await expect.poll(async () => (await app.node('VAEDecode').boundingBox())!.x).toBeCloseTo(before.x, 1)
  await app.page.keyboard.press('Control+y')
  await expect.poll(async () => Math.round((await app.node('VAEDecode').boundingBox())!.x - before.x)).toBe(60)
})

test('a wire that does not fit is refused, with the reason, while it is dragged', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const out = app.socket('VAEDecode', 'output', 'IMAGE')
  const { x, y } = (await out.boundingBox())!
  await app.page.mouse.move(x + 4, y + 4)
  await app.page.mouse.down()
  const target = (await app.socket('LoraLoaderModelOnly', 'input', 'model').boundingBox())!
  await app.page.mouse.move(target.x + 20, target.y + 4, { steps: 4 })
  const refusal = app.page.getByRole('status').filter({ hasText: 'IMAGE does not fit the MODEL input' })
  await expect(refusal).toBeVisible()
  await app.page.keyboard.press('Escape')
  await expect(refusal).toHaveCount(0)
  await app.page.mouse.up()
})

test('copy and paste, duplicate, delete and undo leave the document as it was', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const count = await app.nodes.count()
  await app.focusCanvas()
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('Control+c')
  await app.page.keyboard.press('Control+v')
  await expect(app.nodes).toHaveCount(count + 1)
  await app.page.keyboard.press('Control+d')
  await expect(app.nodes).toHaveCount(count + 2)
  await app.page.keyboard.press('Delete')
  await expect(app.nodes).toHaveCount(count + 1)
  for (let i = 0; i < 3; i++) await app.page.keyboard.press('Control+z')
  await expect(app.nodes).toHaveCount(count)
})

test('a box selects what it touches', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  const box = (await app.canvas.boundingBox())!
  await page.keyboard.down('Control')
  await page.mouse.move(box.x + 8, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 200, box.y + box.height - 8, { steps: 5 })
  await page.mouse.up()
  await page.keyboard.up('Control')
  expect(await page.locator('[data-node][aria-label*="selected"]').count()).toBeGreaterThan(3)
})

test('muting, bypassing, collapsing, pinning and colouring can all be undone', async ({ start }) => {
  const app = await start({ open: [workflow] })
  await app.focusCanvas()
  await app.page.keyboard.press('ArrowRight')
  const size = async () => (await app.page.locator('[data-node][aria-label*="selected"]').boundingBox())!.height
  const before = await size()
  for (const key of ['Control+m', 'Control+b', 'p', 'Alt+c']) await app.page.keyboard.press(key)
  await expect.poll(size).toBeLessThan(before)
  for (let i = 0; i < 4; i++) await app.page.keyboard.press('Control+z')
  await expect.poll(size).toBeCloseTo(before, 1)
})

test('Enter goes from a node to its first value, Tab to the next, Escape comes back', async ({ start }) => {
  const app = await start({ open: [workflow] })
  await app.focusCanvas()
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('Enter')
  await expect(app.page.getByRole('group', { name: /^Values and sockets of/ }).locator(':focus')).toHaveAttribute(
    'data-row',
    /^widget/,
  )
  await app.page.keyboard.press('Tab')
  await expect(app.page.locator('[data-row]:focus')).toHaveAttribute('data-row', /^(widget|input|output)/)
  await app.page.keyboard.press('Escape')
  await expect(app.canvas).toBeFocused()
})

test('what is typed into a number is in the document before a command acts, and Escape gives it up', async ({
  start,
}) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  const field = page.getByRole('group', { name: 'width' }).getByRole('textbox', { name: 'width' })
  await app.click(app.widget('EmptyLatentImage', 'width'))
  await field.fill('640')
  // The form takes the place of the graph, and of the field.
  await page.keyboard.press('Alt+a')
  await expect(field).toHaveCount(0)
  await page.keyboard.press('Alt+a')
  await app.click(app.widget('EmptyLatentImage', 'width'))
  await expect(field).toHaveValue('640')
  await field.fill('128')
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await app.click(app.widget('EmptyLatentImage', 'width'))
  await expect(field).toHaveValue('640')
})

test('a node dragged out of the library lands where it is dropped', async ({ start }) => {
  const app = await start({ open: [workflow] })
  await app.page.getByRole('button', { name: 'Nodes', exact: true }).click()
  const canvas = (await app.canvas.boundingBox())!
  await app.page
    .getByRole('listitem')
    .filter({ hasText: 'Load Image' })
    .first()
    .dragTo(app.canvas, { targetPosition: { x: 40, y: canvas.height - 240 } })
  const box = (await app.node('LoadImage').boundingBox())!
  expect(Math.abs(box.x - canvas.x - 40)).toBeLessThan(3)
})
