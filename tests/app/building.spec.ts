import { expect, test } from './test.ts'

/** Hyper-SD in one step, from nothing: which nodes, and where their wires come from. */
const nodes = [
  'CheckpointLoaderSimple',
  'LoraLoaderModelOnly',
  'CLIPTextEncode',
  'EmptyLatentImage',
  'TCDSampler',
  'VAEDecode',
  'SaveImage',
] as const
const wires = [
  ['CheckpointLoaderSimple', 'MODEL', 'LoraLoaderModelOnly', 'model'],
  ['CheckpointLoaderSimple', 'CLIP', 'CLIPTextEncode', 'clip'],
  ['LoraLoaderModelOnly', 'MODEL', 'TCDSampler', 'model'],
  ['CLIPTextEncode', 'CONDITIONING', 'TCDSampler', 'positive'],
  ['CLIPTextEncode', 'CONDITIONING', 'TCDSampler', 'negative'],
  ['EmptyLatentImage', 'LATENT', 'TCDSampler', 'latent'],
  ['TCDSampler', 'LATENT', 'VAEDecode', 'samples'],
  ['CheckpointLoaderSimple', 'VAE', 'VAEDecode', 'vae'],
  ['VAEDecode', 'IMAGE', 'SaveImage', 'images'],
] as const

test('the Hyper-SD graph is built from nothing by mouse, and draws', async ({ start, complaints }) => {
  const app = await start()
  const { page } = app
  await page.getByRole('button', { name: 'Start with an empty canvas' }).click()
  const canvas = (await app.canvas.boundingBox())!
  const places = [
    [20, 40],
    [20, 220],
    [370, 40],
    [370, 300],
    [790, 40],
    [790, 460],
    [370, 480],
  ] as const
  for (const [i, type] of nodes.entries()) {
    const [x, y] = places[i]!
    await page.mouse.dblclick(canvas.x + x, canvas.y + y + 20)
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor()
    await page.keyboard.insertText(type)
    await page.keyboard.press('Enter')
    await expect(app.node(type)).toBeAttached()
  }
  for (const [from, output, to, input] of wires)
    await app.drag(app.socket(from, 'output', output), app.socket(to, 'input', input))
  await app.click(app.widget('CLIPTextEncode', 'text'))
  await app.overCard('text').fill('a rocket on a blue background')
  await page.keyboard.press('Escape')
  for (const side of ['width', 'height'] as const) {
    await app.click(app.widget('EmptyLatentImage', side))
    await app.overCard(side).fill('128')
    await page.keyboard.press('Enter')
  }
  await app.run().click()
  await app.seesPicture('SaveImage')
  expect(complaints).toEqual([])
})

test('the inspector connects an input with an output from a list', async ({ start }) => {
  const app = await start()
  const { page } = app
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+n')
  await app.focusCanvas()
  for (const type of ['CheckpointLoaderSimple', 'CLIPTextEncode']) {
    await page.keyboard.press('Space')
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor()
    await page.keyboard.insertText(type)
    await page.keyboard.press('Enter')
    await expect(app.node(type)).toBeAttached()
  }
  await page.getByRole('button', { name: 'Connect clip' }).press('Enter')
  const list = page.getByRole('listbox', { name: 'Outputs for clip' })
  await list.waitFor()
  await page.keyboard.type('CLIP')
  await page.keyboard.press('Enter')
  await expect(list).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Disconnect clip' })).toBeVisible()
})
