import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { drawing } from './drawing.ts'
import { editor } from './editor.ts'
import { startInBrowser } from './hosts.ts'

/** `npm run screenshots`: every panel and state, in both themes, into docs/screenshots. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const target = join(root, 'docs/screenshots')
const workflow = (name: string) => join(root, 'workflows', `${name}.json`)
mkdirSync(target, { recursive: true })

type Hands = ReturnType<typeof editor> & { readonly page: Page }

/** One start of the editor, in one theme and density; `shoot` writes NAME-THEME.png. */
async function session(
  { theme, open, density = 1 }: { theme: 'light' | 'dark'; open?: readonly string[]; density?: number },
  tour: (hands: Hands, shoot: (name: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-shots-'))
  writeFileSync(join(userFolder, 'settings.json'), JSON.stringify({ theme, welcomeSeen: open !== undefined }))
  const app = await startInBrowser({ userFolder, deviceScaleFactor: density, ...(open && { open }) })
  const hands = editor(app.page)
  if (open?.length) await hands.nodes.first().waitFor({ state: 'attached' })
  await tour({ ...hands, page: app.page }, async name => {
    await app.page.waitForTimeout(450)
    await app.page.screenshot({ path: join(target, `${name}-${theme}.png`) })
  })
  await app.kill()
}

/** Presses keys with the canvas in focus. */
async function press({ page, focusCanvas }: Hands, ...keys: readonly string[]): Promise<void> {
  await focusCanvas()
  for (const key of keys) await page.keyboard.press(key)
}

async function panels(hands: Hands, shoot: (name: string) => Promise<void>): Promise<void> {
  const { page } = hands
  await hands.run().click()
  await hands.seesPicture('SaveImage')
  await shoot('editor')
  await hands.click(hands.node('SamplerCustom'))
  await shoot('inspector')
  await press(hands, 'm')
  await page.getByRole('button', { name: /micro-hyper-lora/ }).click()
  await shoot('models')
  await press(hands, 'w')
  await shoot('workflows')
  for (let i = 0; i < 3; i++) {
    await hands.run().click()
    await page.waitForTimeout(900)
  }
  await press(hands, 'h')
  await shoot('history')
  const pictures = page.locator('.thumb')
  for (const i of [0, 1]) {
    await pictures.nth(i).hover()
    await pictures
      .nth(i)
      .getByRole('button', { name: /^Compare/ })
      .click()
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await shoot('compare')
  await page.keyboard.press('Escape')
  await press(hands, 'q')
  await shoot('queue-empty')
  await press(hands, 'n')
  await page.keyboard.press('Control+a')
  await shoot('several-nodes')
  for (const [name, keys] of [
    ['palette', 'Control+k'],
    ['settings', 'Control+,'],
    ['shortcuts', 'F1'],
    ['node-search', 'Space'],
  ] as const) {
    await press(hands, keys)
    await page.getByRole('dialog').first().waitFor()
    await shoot(name)
    await page.keyboard.press('Escape')
  }
}

/** A prompt that is edited, a list that is open, a menu, a wire that is refused. */
async function gestures(hands: Hands, shoot: (name: string) => Promise<void>): Promise<void> {
  const { page } = hands
  await hands.click(hands.widget('CLIPTextEncode', 'text'))
  await shoot('editing-a-prompt')
  await page.keyboard.press('Escape')
  await hands.click(hands.widget('CheckpointLoaderSimple', 'ckpt_name'))
  await shoot('choosing-a-model')
  await page.keyboard.press('Escape')
  await hands.click(hands.node('SamplerCustom'), { button: 'right' })
  await shoot('menu')
  await page.keyboard.press('Escape')
  const from = (await hands.socket('VAEDecode', 'output', 'IMAGE').boundingBox())!
  const to = (await hands.socket('LoraLoaderModelOnly', 'input', 'model').boundingBox())!
  await page.mouse.move(from.x + 4, from.y + 4)
  await page.mouse.down()
  await page.mouse.move(to.x + 20, to.y + 4, { steps: 5 })
  await shoot('refused-wire')
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/** A run that takes long, and one that fails. */
async function running(hands: Hands, shoot: (name: string) => Promise<void>): Promise<void> {
  await press(hands, 'q')
  for (let i = 0; i < 3; i++) await hands.run().click()
  await hands.page.locator('.running-item').waitFor()
  await hands.page.waitForTimeout(2500)
  await shoot('running')
}

/** The drawing window: as it opens, and after some strokes, with a picture below and a second layer. */
async function scribbling(hands: Hands, shoot: (name: string) => Promise<void>): Promise<void> {
  const { page } = hands
  const hand = drawing(hands)
  await shoot('scribble')
  await hand.open()
  await shoot('drawing-opened')
  await page.getByRole('button', { name: 'Picture below: none' }).click()
  await page.getByRole('option', { name: 'image-to-image.png' }).click()
  await page.getByRole('button', { name: 'Add layer' }).click()
  await hand.goLive()
  await hand.stroke([0.1, 0.78], [0.3, 0.86], [0.5, 0.88], [0.7, 0.86], [0.9, 0.78])
  await hand.latency()
  await shoot('drawing')
}

function variant(
  name: string,
  change: (document: { nodes: { type: string; widgets_values: unknown[] }[] }) => void,
): string {
  const document = JSON.parse(readFileSync(workflow('hyper-sd-1-step'), 'utf8'))
  change(document)
  const path = join(mkdtempSync(join(tmpdir(), 'leapgraph-shots-')), `${name}.json`)
  writeFileSync(path, JSON.stringify(document))
  return path
}
const widgets = (document: { nodes: { type: string; widgets_values: unknown[] }[] }, type: string) =>
  document.nodes.find(node => node.type === type)!.widgets_values

const long = variant('a-large-one', document => {
  widgets(document, 'EmptyLatentImage').splice(0, 2, 320, 320)
  widgets(document, 'TCDModelSamplingDiscrete')[0] = 30
})
const missing = variant('from-a-friend', document => {
  widgets(document, 'CheckpointLoaderSimple')[0] = 'dreamshaper_8.safetensors'
  document.nodes.find(({ type }) => type === 'VAEDecode')!.type = 'UltimateUpscale'
})

for (const theme of ['dark', 'light'] as const) {
  await session({ theme }, async ({ page }, shoot) => {
    await page.getByRole('dialog').waitFor()
    await shoot('welcome')
    await page.keyboard.press('Escape')
    await shoot('empty')
  })
  await session({ theme, open: [workflow('hyper-sd-1-step')] }, panels)
  await session({ theme, open: [workflow('hyper-sd-1-step')] }, gestures)
  await session({ theme, open: [long] }, running)
  await session({ theme, open: [workflow('hyper-sd-scribble')] }, scribbling)
  await session({ theme, open: [missing] }, async (hands, shoot) => {
    await hands.run().click()
    await hands.page.locator('.error-bubble').first().waitFor()
    await shoot('errors')
  })
}
await session({ theme: 'dark', open: [workflow('hyper-sd-1-step')], density: 2 }, async (hands, shoot) => {
  await hands.run().click()
  await hands.seesPicture('SaveImage')
  await shoot('sharp-at-2x')
})
process.exit(0)
