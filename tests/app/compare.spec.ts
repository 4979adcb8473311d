import { fileURLToPath } from 'node:url'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-4-steps-eta.json', import.meta.url))

test('a widget is compared from its menu; the pictures come one by one, and one opens as its workflow', async ({
  start,
  host,
}) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.click(app.widget('TCDModelSamplingDiscrete', 'steps'), { button: 'right' })
  await page.getByRole('menuitem', { name: 'Compare values of steps…' }).click()
  await expect(app.node('CompareGrid')).toBeAttached()

  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const values = inspector.getByRole('textbox', { name: 'Values of steps' })
  await expect(values).toHaveValue('1, 2, 4, 8')
  await values.fill('1, 0')
  await expect(inspector.getByText(/expected 1 to 50, got 0/)).toBeVisible()
  await values.fill('1, 2')
  await inspector.getByRole('button', { name: 'Add an axis' }).first().click()
  await expect(inspector.getByRole('button', { name: 'Widget of the rows: eta' })).toBeVisible()
  await inspector.getByRole('textbox', { name: 'Values of eta' }).fill('0, 1')
  await expect(inspector.getByText('2 × 2 = 4 pictures')).toBeVisible()

  if (host === 'browser') expect(await violations(page, 'axes', 'aside[aria-label=Inspector]')).toEqual([])
  await app.run().first().click()
  await inspector.getByRole('button', { name: 'Show the comparison' }).click()
  const grid = page.getByRole('grid', { name: 'Comparison of TCD Model Sampling Discrete · steps and' })
  await expect(grid.getByRole('gridcell', { name: /steps = 2, eta = 1: [\d.]+ s/ })).toBeVisible()
  await expect(grid.locator('img')).toHaveCount(4)
  if (host === 'browser') expect(await violations(page, 'comparison', '[role=dialog]')).toEqual([])

  await grid.getByRole('gridcell').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText(/^steps = 2, eta = 1 · [\d.]+ s/)).toBeVisible()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Compare two' }).click()
  await expect(page.getByRole('dialog', { name: 'Compare two pictures' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(grid).toBeVisible()

  const cell = grid.getByRole('gridcell', { name: /steps = 2, eta = 1/ })
  await cell.click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Send to inpainting' })).toBeVisible()
  await page.keyboard.press('Escape')
  await cell.focus()
  await page.keyboard.press('Enter')
  await expect(grid).toBeHidden()
  await app.opens('hyper-sd-4-steps-eta: steps = 2, eta = 1')
  await app.seesPicture('PreviewImage')
  await app.click(app.node('TCDModelSamplingDiscrete'))
  await expect(inspector.getByRole('textbox', { name: 'steps' })).toHaveValue('2')
  await expect(app.node('CompareGrid')).toHaveCount(0)
})
