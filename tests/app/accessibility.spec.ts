import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const file = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))
const workflow = file('hyper-sd-1-step')
const scribble = file('hyper-sd-scribble')

// The page is the same in both hosts, and axe takes its time.
test.skip(({ host }) => host !== 'browser', 'axe looks at the page once, in the browser')

/** What axe finds, as sentences; nothing is left out. */
async function violations(page: Page, where: string): Promise<string[]> {
  // Colours that are still fading in are nobody's colours.
  await page.waitForTimeout(250)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html.slice(0, 160)}`))
}

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing in any panel, ${theme}`, async ({ start }) => {
    test.setTimeout(120_000)
    const app = await start({ open: [workflow] })
    const { page } = app
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    const found: string[] = []
    await app.opens('hyper-sd-1-step')
    await app.run().click()
    await app.seesPicture('SaveImage')
    found.push(...(await violations(page, 'document')))
    await app.focusCanvas()
    await page.keyboard.press('ArrowRight')
    found.push(...(await violations(page, 'node')))
    await page.keyboard.press('Control+a')
    found.push(...(await violations(page, 'several nodes')))
    for (const key of ['m', 'w', 'q', 'h', 'n']) {
      await app.focusCanvas()
      await page.keyboard.press(key)
      found.push(...(await violations(page, `panel ${key}`)))
    }
    for (const keys of ['Control+k', 'Control+,', 'F1', 'Space']) {
      await app.focusCanvas()
      await page.keyboard.press(keys)
      await page.getByRole('dialog').first().waitFor()
      found.push(...(await violations(page, keys)))
      if (keys === 'Control+,')
        for (const section of ['Folders', 'Device', 'Shortcuts', 'About']) {
          await page.getByRole('tab', { name: section }).click()
          found.push(...(await violations(page, `settings ${section}`)))
        }
      await page.keyboard.press('Escape')
    }
    expect(found).toEqual([])
  })

test('axe finds nothing in how a file wants to be run, light and dark', async ({ start }) => {
  const app = await start({ open: [workflow] })
  for (const [node, setting, value] of [
    ['SamplerCustom', 'cfg', '7'],
    ['TCDModelSamplingDiscrete', 'steps', '40'],
  ] as const) {
    await app.click(app.node(node))
    const box = app.page.locator('.inspector').getByRole('textbox', { name: setting })
    await box.fill(value)
    await box.press('Enter')
  }
  await app.page
    .getByRole('region', { name: /few-step file was not made for/ })
    .first()
    .waitFor()
  await app.page.getByRole('region', { name: /wants to be run/ }).waitFor()
  for (const theme of ['light', 'dark']) {
    await app.page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    expect(await violations(app.page, theme)).toEqual([])
  }
})

test('axe finds nothing in the drawing window, light and dark', async ({ start }) => {
  const app = await start({ open: [scribble] })
  const { page } = app
  await app.click(app.node('ScribbleCanvas').locator('[data-part="draw"]'))
  await page.getByRole('dialog', { name: 'Draw' }).waitFor()
  await page.getByRole('button', { name: 'Add layer' }).click()
  for (const theme of ['light', 'dark']) {
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    expect(await violations(page, theme)).toEqual([])
  }
})

test('axe finds nothing in the welcome, light and dark', async ({ start }) => {
  const app = await start()
  await app.page.getByRole('dialog').waitFor()
  for (const theme of ['light', 'dark']) {
    await app.page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    expect(await violations(app.page, theme)).toEqual([])
  }
})
