import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const example = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))

/** The text-to-image example with a LoRA Loader in the model's way that names no file yet. */
function withLoader(folder: string, lora = ''): string {
  const document = JSON.parse(readFileSync(example('base-20-steps-cfg'), 'utf8'))
  const sampler = document.nodes.find(({ type }: { type: string }) => type === 'KSampler')
  document.nodes.push({
    id: 20,
    type: 'LoraLoaderModelOnly',
    pos: [312, 490],
    size: [230, 82],
    flags: {},
    mode: 0,
    inputs: [{ name: 'model', type: 'MODEL', link: 3 }],
    outputs: [{ name: 'MODEL', type: 'MODEL', links: [20] }],
    properties: {},
    widgets_values: [lora, 1],
  })
  document.links = document.links.map((link: number[]) => (link[0] === 3 ? [3, 1, 0, 20, 0, 'MODEL'] : link))
  document.links.push([20, 20, 0, sampler.id, 0, 'MODEL'])
  sampler.inputs[0].link = 20
  Object.assign(document, { last_node_id: 20, last_link_id: 20 })
  const path = join(folder, 'text-to-image.json')
  writeFileSync(path, JSON.stringify(document))
  return path
}

const offer = (page: Page) => page.getByRole('region', { name: 'Settings for micro-hyper-lora.safetensors' })
const warning = (page: Page) => page.getByRole('region', { name: /model file is not made for/ })

test('a few-step LoRA is chosen, its settings are used, and one undo brings everything back', async ({
  start,
  userFolder,
  complaints,
}) => {
  const app = await start({ open: [withLoader(userFolder)] })
  const { page } = app
  await app.click(app.node('LoraLoaderModelOnly'))
  await page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('button', { name: /^lora_name/ })
    .click()
  await page.getByRole('option', { name: /micro-hyper-lora/ }).click()
  await expect(offer(page)).toContainText('4 steps (1 to 8 work), TCD with eta 0.3')
  await expect(warning(page)).toContainText('was distilled for cfg 1. cfg 3 oversaturates the picture')

  await offer(page).getByRole('button', { name: 'Use these settings' }).click()
  await expect(app.node('TCDSampler')).toHaveCount(1)
  await expect(offer(page)).toHaveCount(0)
  await expect(warning(page)).toHaveCount(0)
  await expect(app.inspector).toContainText('This workflow uses these settings.')

  await app.focusCanvas()
  await page.keyboard.press('Control+z')
  await expect(app.node('KSampler')).toHaveCount(1)
  await expect(app.node('TCDSampler')).toHaveCount(0)
  await expect(offer(page)).toHaveCount(1)

  await page.keyboard.press('Control+y')
  await expect(app.node('TCDSampler')).toHaveCount(1)
  await app.run().click()
  await app.seesPicture('SaveImage')
  expect(complaints).toEqual([])
})

test('a setting that contradicts the file is reported on its node, and a chip fixes it', async ({ start }) => {
  const app = await start({ open: [example('hyper-sd-1-step')] })
  const { page } = app
  await app.click(app.node('SamplerCustom'))
  await expect(warning(page)).toHaveCount(0)
  const cfg = app.inspector.getByRole('textbox', { name: 'cfg' })
  await cfg.fill('7')
  await cfg.press('Enter')
  await expect(warning(page)).toContainText('was distilled for cfg 1. cfg 7 oversaturates the picture')
  await expect(offer(page)).toHaveCount(0)
  await expect(app.inspector).toContainText('cfg 7 oversaturates the picture')
  await warning(page)
    .getByRole('button', { name: /^cfg 7 → 1. Set cfg to 1/ })
    .click()
  await expect(warning(page)).toHaveCount(0)
  await expect(cfg).toHaveValue('1')
})

test('an offer that is dismissed stays away; the inspector keeps it', async ({ start, userFolder }) => {
  const app = await start({ open: [withLoader(userFolder, 'micro-hyper-lora.safetensors')] })
  const { page } = app
  await offer(page).getByRole('button', { name: 'Not now' }).click()
  await expect(offer(page)).toHaveCount(0)
  await app.click(app.node('LoraLoaderModelOnly'))
  await app.inspector.getByRole('button', { name: 'Use these settings' }).press('Enter')
  await expect(app.node('TCDSampler')).toHaveCount(1)
})

test('a file that fits two recipes asks which one it is, and a wrong row is reported', async ({
  start,
  userFolder,
}) => {
  const own = {
    id: 'my-micro-lora',
    title: 'My own way',
    kind: 'lora',
    family: 'sd1',
    names: ['^micro-hyper-lora'],
    steps: 3,
    samplers: ['lcm'],
    schedules: ['simple'],
    cfg: { from: 1, to: 1, best: 1 },
    strength: { from: 0.5, to: 1, best: 0.8 },
    why: 'Because.',
    source: 'me',
  }
  writeFileSync(
    join(userFolder, 'recipes.json'),
    JSON.stringify({ recipes: [own, { ...own, id: 'broken', steps: 'many' }] }),
  )
  const app = await start({ open: [withLoader(userFolder, 'micro-hyper-lora.safetensors')] })
  const { page } = app
  await expect(page.getByText('recipes.json row 2 (broken): steps: expected a whole number')).toBeVisible()
  // The notice covers the offer until it goes by itself, which takes ten seconds.
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' }).click()
  await expect(offer(page)).toContainText('may be one of 2 published files, or a plain model. Which one is it?')
  await expect(warning(page)).toHaveCount(0)
  await offer(page)
    .getByRole('button', { name: /^Which file is it/ })
    .click()
  await page.getByRole('option', { name: 'None of these: a plain model' }).click()
  await expect(offer(page)).toHaveCount(0)
  // The answer is kept by the file's hash, also for a window that is opened later.
  await page.reload()
  await app.click(app.node('LoraLoaderModelOnly'))
  await expect(app.inspector).toContainText('You said that this is a plain model.')
  await expect(offer(page)).toHaveCount(0)
  await app.inspector.getByRole('button', { name: 'Ask again' }).press('Enter')
  await offer(page)
    .getByRole('button', { name: /^Which file is it/ })
    .click()
  await page.getByRole('option', { name: 'My own way' }).click()
  await offer(page).getByRole('button', { name: 'Use these settings' }).click()
  await expect(offer(page)).toHaveCount(0)
  await app.click(app.node('KSampler'))
  await expect(app.inspector.getByRole('textbox', { name: 'steps' })).toHaveValue('3')
})
