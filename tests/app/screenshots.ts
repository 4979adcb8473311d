import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { editor } from './editor.ts'
import { startInBrowser } from './hosts.ts'
import { storeSettings } from './stored.ts'
import * as tours from './tours.ts'

/**
 * `npm run screenshots`: every panel and state, in both themes, into docs/screenshots. With `-- --size 1024x640 --density 2
 * --theme dark --to FOLDER TOUR…`, some of them as another window shows them.
 */
const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1440x900' },
    density: { type: 'string', default: '1' },
    theme: { type: 'string' },
    to: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const target = values.to ?? join(root, 'docs/screenshots')
const [width, height] = values.size.split('x').map(Number) as [number, number]
const workflow = (name: string) => join(root, 'workflows', `${name}.json`)
const fixture = (name: string) => join(root, 'tests/fixtures/workflows', `${name}.json`)
mkdirSync(target, { recursive: true })
const complaints: string[] = []

/** One start of the editor, in one theme and density; `shoot` writes NAME-THEME.png. */
async function session(
  { theme, open, density }: { theme: 'light' | 'dark'; open?: readonly string[]; density: number },
  tour: (hands: tours.Hands, shoot: (name: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-shots-'))
  storeSettings(userFolder, { theme, welcomeSeen: open !== undefined })
  const app = await startInBrowser({ userFolder, deviceScaleFactor: density, ...(open && { open }) })
  const { page } = app
  let shown = 'start'
  page.on('pageerror', error => complaints.push(`after ${shown}: ${error.message}`))
  page.on('console', message => {
    // The browser itself reports that the program, which a tour has ended, cannot be reached.
    const isExpected = message.text().includes('ERR_CONNECTION_REFUSED')
    if (['error', 'warning'].includes(message.type()) && !isExpected)
      complaints.push(`after ${shown}: ${message.text()}`)
  })
  if (page.viewportSize()?.width !== width) {
    await page.setViewportSize({ width, height })
    // The first view is made for the size of the window.
    await page.reload()
  }
  if (open?.length) await page.locator('[data-node], section[aria-label="Form"]').first().waitFor({ state: 'attached' })
  try {
    await tour({ ...editor(page), ...app }, async name => {
      await page.waitForTimeout(450)
      // 256 colours are enough for a window, and a third of the size.
      await sharp(await page.screenshot())
        .png({ palette: true, effort: 8 })
        .toFile(join(target, `${name}-${theme}.png`))
      shown = name
    })
  } catch (error) {
    complaints.push(`the tour ended after ${shown}: ${error}`)
  }
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

const hyper = workflow('hyper-sd-1-step')
const sessions: Record<string, { readonly open?: readonly string[]; readonly tour: Parameters<typeof session>[1] }> = {
  welcome: {
    async tour({ page }, shoot) {
      await page.getByRole('dialog').waitFor()
      await shoot('welcome')
      await page.keyboard.press('Escape')
      await shoot('empty')
    },
  },
  panels: { open: [hyper], tour: tours.panels },
  results: { open: [hyper], tour: tours.results },
  finding: { open: [hyper], tour: tours.finding },
  saving: { open: [hyper], tour: tours.saving },
  gestures: { open: [hyper], tour: tours.gestures },
  running: { open: [long], tour: tours.running },
  crashing: { open: [long], tour: tours.crashing },
  scribbling: { open: [workflow('hyper-sd-scribble')], tour: tours.scribbling },
  form: { open: [workflow('one-step-text-to-image')], tour: tours.form },
  fewSteps: { open: [workflow('hyper-sd-4-steps-eta')], tour: tours.fewSteps },
  loraChips: { open: [workflow('base-20-steps-cfg')], tour: tours.loraChips },
  comparing: { open: [workflow('compare-steps-eta')], tour: tours.comparing },
  experts: { open: [workflow('mixture-of-experts')], tour: tours.experts },
  curve: { open: [workflow('lora-strength-curve')], tour: tours.curve },
  ownModels: { open: [hyper], tour: tours.ownModels },
  errors: {
    open: [missing],
    async tour(hands, shoot) {
      await hands.run().click()
      await hands.problem(/./).waitFor()
      await shoot('errors')
    },
  },
  subgraphs: { open: [fixture('subgraph-inputs-full')], tour: (_, shoot) => shoot('subgraph') },
  groupNodes: { open: [fixture('group-node')], tour: (_, shoot) => shoot('group-node') },
}
for (const theme of ['dark', 'light'] as const)
  for (const [name, { tour, ...what }] of Object.entries(sessions))
    if ((!values.theme || values.theme === theme) && (chosen.length === 0 || chosen.includes(name)))
      await session({ theme, density: Number(values.density), ...what }, tour)
if (chosen.length === 0 || chosen.includes('sharp'))
  await session({ theme: 'dark', open: [hyper], density: 2 }, async (hands, shoot) => {
    await hands.run().click()
    await hands.seesPicture('SaveImage')
    await shoot('sharp-at-2x')
  })
for (const complaint of complaints) console.error(complaint)
process.exit(complaints.length > 0 ? 1 : 0)
