import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

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
    await page.keyboard.type(name)
    await press('Enter')
    await expect(page.locator(`[data-type="${type}"][aria-label$=", selected"]`)).toBeAttached()
  }
  /** From a socket of the selected node to whatever the list shows first for these words. */
  const wire = async (socket: string, to: string) => {
    if (await app.canvas.evaluate(canvas => canvas === document.activeElement)) await press('Enter')
    await tabTo(page, new RegExp(`^${socket}`))
    await press('Enter')
    await page.keyboard.type(to)
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
    await page.keyboard.type(text)
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
