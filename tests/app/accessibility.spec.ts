import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

const file = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))
const workflow = file('hyper-sd-1-step')

// The page is the same in both hosts, and axe takes its time.
test.skip(({ host }) => host !== 'browser', 'axe looks at the page once, in the browser')

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing in any panel, ${theme}`, async ({ start }) => {
    const app = await start({ open: [workflow] })
    const { page } = app
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    const found: string[] = []
    await app.opens('hyper-sd-1-step')
    await app.run().click()
    await app.seesPicture('SaveImage')
    found.push(...(await violations(page, 'document', theme)))
    await app.focusCanvas()
    await page.keyboard.press('ArrowRight')
    found.push(...(await violations(page, 'node', theme)))
    await page.keyboard.press('Control+a')
    found.push(...(await violations(page, 'several nodes', theme)))
    for (const key of ['m', 'w', 'q', 'h', 'n']) {
      await app.focusCanvas()
      await page.keyboard.press(key)
      found.push(...(await violations(page, `panel ${key}`, theme)))
    }
    for (const keys of ['Control+k', 'Control+,', 'F1', 'Space']) {
      await app.focusCanvas()
      await page.keyboard.press(keys)
      await page.getByRole('dialog').first().waitFor()
      found.push(...(await violations(page, keys, theme)))
      if (keys === 'Control+,')
        for (const section of ['Folders', 'Device', 'Shortcuts', 'About']) {
          await page.getByRole('tab', { name: section }).click()
          found.push(...(await violations(page, `settings ${section}`, theme)))
        }
      await page.keyboard.press('Escape')
    }
    expect(found).toEqual([])
  })

/** What axe finds in a state, in either theme. */
async function inBothThemes(page: Page, where: string): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    found.push(...(await violations(page, where, theme)))
  }
  return found
}

test('axe finds nothing in the settings offered for a file, nor in the steps of its picture', async ({ start }) => {
  const app = await start({ open: [file('hyper-sd-4-steps-eta')] })
  const { page } = app
  await app.run().click()
  await app.seesPicture('SaveImage')
  await app.click(app.node('SamplerCustom'))
  await page.getByRole('region', { name: 'Step by step' }).waitFor()
  for (const [node, setting, value] of [
    ['SamplerCustom', 'cfg', '7'],
    ['TCDModelSamplingDiscrete', 'steps', '40'],
  ] as const) {
    await app.click(app.node(node))
    const box = app.inspector.getByRole('textbox', { name: setting })
    await box.fill(value)
    await box.press('Enter')
  }
  await page
    .getByRole('region', { name: /few-step file is not made for/ })
    .first()
    .waitFor()
  await page.getByRole('region', { name: /^Settings for / }).waitFor()
  const found = await inBothThemes(page, 'warning, offer, filmstrip')
  await app.dragTitle('LoraLoaderModelOnly', 0, 0)
  found.push(...(await inBothThemes(page, 'offer in the inspector')))
  await app.focusCanvas()
  await page.keyboard.press('m')
  await page.getByRole('button', { name: /^micro-hyper-lora/ }).click()
  await expect(page.getByRole('button', { name: 'Add a Load LoRA node' })).toBeVisible()
  found.push(...(await inBothThemes(page, 'model')))
  expect(found).toEqual([])
})

test('axe finds nothing in a form, with its pictures, arranged, and before it is made', async ({ start }) => {
  const app = await start({ open: [file('one-step-text-to-image')] })
  const { page } = app
  await page.getByRole('button', { name: 'Picture 4 of 4' }).waitFor()
  const found = await inBothThemes(page, 'form')
  await page.getByRole('button', { name: 'Arrange' }).click()
  found.push(...(await inBothThemes(page, 'arranging')))
  await page.keyboard.press('Control+n')
  await page.keyboard.press('Alt+a')
  await page.getByRole('button', { name: 'Make a form of this workflow' }).waitFor()
  found.push(...(await inBothThemes(page, 'no form')))
  expect(found).toEqual([])
})

test('axe finds nothing in LoRAs of a prompt, in the inspector and over the canvas', async ({ start }) => {
  const app = await start({ open: [file('base-20-steps-cfg')] })
  const { page } = app
  await app.click(app.widget('CLIPTextEncode', 'text'))
  await page.keyboard.type('<lora:micro-hyper-lora:0.8> <lora:micro-hyperlora:0.5> <lora:nothing:1>')
  await expect(page.getByRole('list', { name: 'LoRAs in this prompt' })).toHaveCount(2)
  expect(await inBothThemes(page, 'chips')).toEqual([])
})

test('axe finds nothing in what is missing, and in open folders of nodes', async ({ start }) => {
  const app = await start({ open: [file('for-your-models/hyper-sdxl-1-step')] })
  const { page } = app
  await page.getByRole('button', { name: /^ControlNet/ }).click()
  await app.run().click()
  await page.getByRole('alert').first().waitFor()
  expect(await inBothThemes(page, 'errors')).toEqual([])
})

test('axe finds nothing in a grid and its axes', async ({ start }) => {
  const app = await start({ open: [file('compare-steps-eta')] })
  const { page } = app
  await app.run().click()
  await app.dragTitle('CompareGrid', 0, 0)
  const found = await inBothThemes(page, 'axes')
  await page.getByRole('button', { name: 'Show the comparison' }).click()
  await page
    .getByRole('gridcell', { name: /steps = 2/ })
    .first()
    .waitFor()
  found.push(...(await inBothThemes(page, 'comparison')))
  expect(found).toEqual([])
})

test('axe finds nothing in the drawing window', async ({ start }) => {
  const app = await start({ open: [file('hyper-sd-scribble')] })
  const { page } = app
  await app.click(app.node('ScribbleCanvas').locator('[data-part="draw"]'))
  await page.getByRole('dialog', { name: 'Draw' }).waitFor()
  await page.getByRole('button', { name: 'Add layer' }).click()
  expect(await inBothThemes(page, 'drawing')).toEqual([])
})

test('axe finds nothing in the welcome, and with nothing open', async ({ start }) => {
  const { page } = await start()
  await page.getByRole('dialog').waitFor()
  const found = await inBothThemes(page, 'welcome')
  await page.keyboard.press('Escape')
  found.push(...(await inBothThemes(page, 'empty')))
  expect(found).toEqual([])
})
