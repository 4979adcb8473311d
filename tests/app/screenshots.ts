import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { editor } from './editor.ts'
import { startInBrowser } from './hosts.ts'
import { storeSettings } from './stored.ts'
import * as tours from './tours.ts'

/** `npm run screenshots`: every panel and state, in both themes, into docs/screenshots. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const target = join(root, 'docs/screenshots')
const workflow = (name: string) => join(root, 'workflows', `${name}.json`)
mkdirSync(target, { recursive: true })

/** One start of the editor, in one theme and density; `shoot` writes NAME-THEME.png. */
async function session(
  { theme, open, density = 1 }: { theme: 'light' | 'dark'; open?: readonly string[]; density?: number },
  tour: (hands: tours.Hands, shoot: (name: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-shots-'))
  storeSettings(userFolder, { theme, welcomeSeen: open !== undefined })
  const app = await startInBrowser({ userFolder, deviceScaleFactor: density, ...(open && { open }) })
  const hands = editor(app.page)
  if (open?.length)
    await app.page.locator('[data-node], section[aria-label="Form"]').first().waitFor({ state: 'attached' })
  await tour({ ...hands, page: app.page }, async name => {
    await app.page.waitForTimeout(450)
    // 256 colours are enough for a window, and a third of the size.
    await sharp(await app.page.screenshot())
      .png({ palette: true, effort: 8 })
      .toFile(join(target, `${name}-${theme}.png`))
  })
  await app.kill()
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
  await session({ theme, open: [workflow('hyper-sd-1-step')] }, tours.panels)
  await session({ theme, open: [workflow('hyper-sd-1-step')] }, tours.gestures)
  await session({ theme, open: [long] }, tours.running)
  await session({ theme, open: [workflow('hyper-sd-scribble')] }, tours.scribbling)
  await session({ theme, open: [workflow('one-step-text-to-image')] }, tours.form)
  await session({ theme, open: [workflow('hyper-sd-4-steps-eta')] }, tours.fewSteps)
  await session({ theme, open: [workflow('base-20-steps-cfg')] }, tours.loraChips)
  await session({ theme, open: [workflow('compare-steps-eta')] }, tours.comparing)
  await session({ theme, open: [workflow('hyper-sd-1-step')] }, tours.ownModels)
  await session({ theme, open: [missing] }, async (hands, shoot) => {
    await hands.run().click()
    await hands.problem(/./).waitFor()
    await shoot('errors')
  })
}
await session({ theme: 'dark', open: [workflow('hyper-sd-1-step')], density: 2 }, async (hands, shoot) => {
  await hands.run().click()
  await hands.seesPicture('SaveImage')
  await shoot('sharp-at-2x')
})
process.exit(0)
