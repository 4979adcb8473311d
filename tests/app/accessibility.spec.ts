import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { dropFile } from './drop-file.ts'
import { editor } from './editor.ts'
import { expect, test } from './test.ts'

// The page is the same in both hosts, and axe takes its time.
test.skip(({ host }) => host !== 'browser', 'axe looks at the page once, in the browser')

// One editor for all tests: each opens its workflow beside those of the others. Axe is slow in a page that it has not run in.
let page: Page
let app: ReturnType<typeof editor>
let userFolder: string
test.beforeAll(async ({ shared }) => {
  userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-app-'))
  page = (await (await shared()).open({ userFolder })).page
  app = editor(page)
})
test.afterAll(() => rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 }))

const dialog = '[role=dialog]'
const inspector = 'aside[aria-label=Inspector]'
const leftPanel = 'aside[aria-label="Left panel"]'

/** Opens a shipped workflow; a dialog that is open is closed first. */
async function open(name: string): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const file = fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))
  await dropFile(page, basename(file), 'application/json', readFileSync(file))
  await app.opens(basename(name))
}

test('axe finds nothing in the welcome, and with nothing open', async () => {
  await page.getByRole('dialog').waitFor()
  const found = await violations(page, 'welcome', dialog)
  await page.keyboard.press('Escape')
  found.push(...(await violations(page, 'empty')))
  expect(found).toEqual([])
})

test('axe finds nothing in any panel', async () => {
  await open('hyper-sd-1-step')
  await app.run().click()
  await app.seesPicture('SaveImage')
  const found = await violations(page, 'document')
  await app.focusCanvas()
  await page.keyboard.press('ArrowRight')
  found.push(...(await violations(page, 'node', inspector)))
  await page.keyboard.press('Control+a')
  found.push(...(await violations(page, 'several nodes', inspector)))
  for (const key of ['m', 'w', 'q', 'h', 'Control+`']) {
    await app.focusCanvas()
    await page.keyboard.press(key)
    found.push(...(await violations(page, `panel ${key}`, leftPanel)))
  }
  expect(found).toEqual([])
})

test('axe finds nothing in any dialog, nor in any section of the settings', async () => {
  await open('hyper-sd-1-step')
  const found: string[] = []
  for (const keys of ['Control+k', 'Control+,', 'F1', 'Space']) {
    await app.focusCanvas()
    await page.keyboard.press(keys)
    await page.getByRole('dialog').first().waitFor()
    if (keys !== 'Control+,') found.push(...(await violations(page, keys, dialog)))
    else
      for (const section of ['General', 'Folders', 'Device', 'Shortcuts', 'About']) {
        await page.getByRole('tab', { name: section }).click()
        found.push(...(await violations(page, `settings ${section}`, dialog)))
      }
    await page.keyboard.press('Escape')
  }
  await app.focusCanvas()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('get a real model')
  await page.keyboard.press('Enter')
  await page.getByText('GFLOP/s').waitFor()
  found.push(...(await violations(page, 'real models', dialog)))
  expect(found).toEqual([])
})

test('axe finds nothing in the settings offered for a file, nor in the steps of its picture', async () => {
  await open('hyper-sd-4-steps-eta')
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
    .getByRole('region', { name: /model file is not made for/ })
    .first()
    .waitFor()
  await page.getByRole('region', { name: /^Settings for / }).waitFor()
  const found = await violations(page, 'warning, offer, filmstrip')
  await app.dragTitle('LoraLoaderModelOnly', 0, 0)
  found.push(...(await violations(page, 'offer in the inspector', inspector)))
  await app.focusCanvas()
  await page.keyboard.press('m')
  await page.getByRole('button', { name: /^micro-hyper-lora/ }).click()
  await expect(page.getByRole('button', { name: 'Add a Load LoRA node' })).toBeVisible()
  found.push(...(await violations(page, 'model', inspector)))
  expect(found).toEqual([])
})

test('axe finds nothing in a form, with its pictures, arranged, and before it is made', async () => {
  await open('one-step-text-to-image')
  await page.getByRole('button', { name: 'Picture 4 of 4' }).waitFor()
  const found = await violations(page, 'form')
  await page.getByRole('button', { name: 'Arrange' }).click()
  found.push(...(await violations(page, 'arranging')))
  await page.keyboard.press('Control+n')
  await page.keyboard.press('Alt+a')
  await page.getByRole('button', { name: 'Make a form of this workflow' }).waitFor()
  found.push(...(await violations(page, 'no form')))
  expect(found).toEqual([])
})

test('axe finds nothing in LoRAs of a prompt, in the inspector and over the canvas', async () => {
  await open('base-20-steps-cfg')
  await app.click(app.widget('CLIPTextEncode', 'text'))
  await page.keyboard.insertText('<lora:micro-hyper-lora:0.8> <lora:micro-hyperlora:0.5> <lora:nothing:1>')
  await expect(page.getByRole('list', { name: 'LoRAs in this prompt' })).toHaveCount(2)
  expect(await violations(page, 'chips')).toEqual([])
})

test('axe finds nothing in what is missing, and in open folders of nodes', async () => {
  await open('for-your-models/hyper-sdxl-1-step')
  await app.focusCanvas()
  await page.keyboard.press('n')
  await page.getByRole('button', { name: /^ControlNet/ }).click()
  await app.run().click()
  await page.getByRole('alert').first().waitFor()
  expect(await violations(page, 'errors')).toEqual([])
})

test('axe finds nothing in the drawing window', async () => {
  await open('hyper-sd-scribble')
  await app.click(app.node('ScribbleCanvas').locator('[data-part="draw"]'))
  await page.getByRole('dialog', { name: 'Draw' }).waitFor()
  await page.getByRole('button', { name: 'Add layer' }).click()
  expect(await violations(page, 'drawing', dialog)).toEqual([])
})
