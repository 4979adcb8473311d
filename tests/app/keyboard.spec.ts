import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const example = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))
const workflow = example('hyper-sd-1-step')
const scribble = example('hyper-sd-scribble')
const img2img = example('image-to-image')

/** The name of what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '')

/** Presses Tab until something with this name has the focus, as a person who looks for it would. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (name.test(await focused(page))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab did not reach ${name}; it is at ${await focused(page)}`)
}

test('the Hyper-SD graph is built from nothing, set and run by keys that are shown', async ({ start, complaints }) => {
  const app = await start()
  const { page } = app
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Adds a node from the search, which Space opens on the canvas. */
  const add = async (name: string, type: string) => {
    await press('Space')
    await page.keyboard.insertText(name)
    await press('Enter')
    await expect(page.locator(`[data-type="${type}"][aria-label$=", selected"]`)).toBeAttached()
  }
  /** From a socket of the selected node to whatever the list shows first for these words. */
  const wire = async (socket: string, to: string) => {
    if (await app.canvas.evaluate(canvas => canvas === document.activeElement)) await press('Enter')
    await tabTo(page, new RegExp(`^${socket}`))
    await press('Enter')
    await page.keyboard.insertText(to)
    await press('Enter')
    await expect(page.getByRole('dialog', { name: 'Where the wire ends' })).toHaveCount(0)
  }

  await press('Escape', 'Alt+n')
  await expect(app.canvas).toBeFocused()
  await add('load checkpoint', 'CheckpointLoaderSimple')
  await wire('Output MODEL', 'loraloadermodelonly')
  await wire('Output MODEL', 'new tcd sampler')
  await expect(app.node('TCDSampler')).toHaveAttribute('aria-label', /selected$/)

  for (const [input, text] of [
    ['positive', 'a rocket on a blue background'],
    ['negative', ''],
  ] as const) {
    await add('clip text encode', 'CLIPTextEncode')
    // Enter goes to the first value, and opens it; Tab leaves it.
    await press('Enter', 'Enter')
    await page.keyboard.insertText(text)
    await press('Tab')
    await wire('Input clip', 'checkpoint clip')
    await wire('Output CONDITIONING', input)
    await press('Escape')
    await expect(app.canvas).toBeFocused()
  }

  await add('empty latent', 'EmptyLatentImage')
  await press('Enter')
  for (let side = 0; side < 2; side++) {
    await press('Enter')
    await page.keyboard.type('128')
    await press('Enter', 'Tab')
  }
  await wire('Output LATENT', 'tcd')
  await press('Escape')
  await add('vae decode', 'VAEDecode')
  await wire('Input samples', 'tcd')
  await wire('Input vae', 'checkpoint')
  await wire('Output IMAGE', 'save image')
  await expect(app.node('SaveImage')).toHaveAttribute('aria-label', /selected$/)
  await press('Control+Enter')
  await app.seesPicture('SaveImage')
  expect(complaints).toEqual([])
})

test('Tab goes on from everywhere, through the whole window', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.focusCanvas()
  await page.keyboard.press('ArrowRight')
  // In through the rows of the node and out again.
  await page.keyboard.press('Enter')
  const seen = new Set<string>()
  for (let i = 0; i < 250; i++) {
    seen.add(await focused(page))
    await page.keyboard.press('Tab')
    if (i > 20 && (await app.canvas.evaluate(canvas => canvas === document.activeElement))) break
  }
  await expect(app.canvas).toBeFocused()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  for (const part of ['Live: run after every change', 'Settings', 'Title']) expect([...seen]).toContain(part)
  await page.keyboard.press('Shift+Tab')
  await expect(app.canvas).not.toBeFocused()
  // The first may close the hint of a button.
  await expect(async () => {
    await page.keyboard.press('Escape')
    await expect(app.canvas).toBeFocused({ timeout: 500 })
  }).toPass()
})

test('Enter takes the first row for what was typed, however fast', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.focusCanvas()
  await page.keyboard.press('Shift+A')
  const box = page.getByRole('dialog', { name: 'Add a node' }).getByRole('searchbox')
  await box.fill('VAE')
  await box.evaluate((input: HTMLInputElement) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, 'Load LoRA')
    input.dispatchEvent(new Event('input', { bubbles: true }))
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })
  await expect(app.node('LoraLoader')).toBeAttached()
  await expect(page.getByRole('dialog', { name: 'Add a node' })).toHaveCount(0)
})

test('Escape brings back a title, a number and a prompt, and a number that cannot be read is left', async ({
  start,
}) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.click(app.widget('CLIPTextEncode', 'text'))
  await app.overCard('text').fill('another prompt')
  await page.keyboard.press('Escape')
  await expect(app.overCard('text')).toHaveCount(0)
  await expect(app.inspector.getByRole('textbox', { name: 'text' })).toHaveValue('a rocket on a blue background')
  const box = (await app.node('CLIPTextEncode').boundingBox())!
  await page.mouse.dblclick(box.x + 30, box.y + 8)
  const title = page.getByRole('textbox', { name: 'Title' }).first()
  await title.fill('Another title')
  await page.keyboard.press('Escape')
  await expect(app.node('CLIPTextEncode')).toHaveAttribute('aria-label', /^What to draw/)
  await app.click(app.widget('EmptyLatentImage', 'width'))
  await app.overCard('width').fill('wide')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('status').filter({ hasText: 'The value stays 128.' })).toBeVisible()
  await expect(page.locator('[data-row="widget width value"]')).toHaveAttribute('aria-label', 'width: 128')
  // Tab went on to the next value; what is typed there is used by the run that begins meanwhile.
  await page.keyboard.press('Enter')
  await app.overCard('height').fill('136')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-row="widget height value"]')).toHaveAttribute('aria-label', 'height: 136')
})

test('Space held pans and tapped searches; a middle drag pans; Alt drags a copy', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  const search = page.getByRole('dialog', { name: 'Add a node' })
  const at = async () => {
    const { x, y } = (await app.node('VAEDecode').boundingBox())!
    return [Math.round(x), Math.round(y)] as const
  }
  const before = await at()
  await app.focusCanvas()
  await page.keyboard.down('Space')
  await app.dragTitle('VAEDecode', 40, 20)
  await page.keyboard.up('Space')
  await expect(search).toHaveCount(0)
  await expect.poll(at).toEqual([before[0] + 40, before[1] + 20])
  const { x, y } = (await app.node('VAEDecode').boundingBox())!
  await page.mouse.move(x + 30, y + 8)
  await page.mouse.down({ button: 'middle' })
  await page.mouse.move(x - 10, y - 12, { steps: 4 })
  await page.mouse.up({ button: 'middle' })
  await expect.poll(at).toEqual(before)
  const count = await app.nodes.count()
  await page.keyboard.down('Alt')
  await app.dragTitle('VAEDecode', 30, 160)
  await page.keyboard.up('Alt')
  await expect(app.nodes).toHaveCount(count + 1)
  expect(await at()).toEqual(before)
  await app.focusCanvas()
  await page.keyboard.press('Space')
  await expect(search).toBeVisible()
})

test('a double click opens a drawing', async ({ start }) => {
  const app = await start({ open: [scribble] })
  const { page } = app
  await app.click(app.widget('ScribbleCanvas', 'drawing'), { double: true })
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('a double click enlarges the picture of a node that loads one', async ({ start }) => {
  const app = await start({ open: [img2img] })
  const { page } = app
  const box = (await app.node('LoadImage').boundingBox())!
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height * 0.75)
  await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible()
})

test('the focus stays in the results while previews take the place of a picture, and goes to the new picture', async ({
  start,
}) => {
  const app = await start({ open: [example('base-20-steps-cfg')] })
  const { page } = app
  const results = page.getByRole('region', { name: 'Results', exact: true })
  const picture = results.getByRole('group', { name: /fits, 1 shows its pixels/ })
  await app.run().click()
  await expect(picture).toBeVisible({ timeout: 60_000 })
  await picture.focus()
  await page.keyboard.press('Control+Enter')
  await expect(results.getByRole('img', { name: 'Unfinished' })).toBeVisible({ timeout: 60_000 })
  await expect(results).toBeFocused()
  await expect(picture).toBeFocused({ timeout: 60_000 })
})
