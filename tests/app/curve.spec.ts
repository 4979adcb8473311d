import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

/** The text-to-image example with a LoRA whose strength is a curve. */
function withCurve(folder: string): string {
  const path = fileURLToPath(new URL('../../workflows/base-20-steps-cfg.json', import.meta.url))
  const document = JSON.parse(readFileSync(path, 'utf8'))
  document.nodes.push({
    id: 20,
    type: 'LoraLoaderCurve',
    pos: [312, 560],
    size: [270, 180],
    flags: {},
    mode: 0,
    inputs: [{ name: 'model', type: 'MODEL', link: null }],
    outputs: [{ name: 'MODEL', type: 'MODEL', links: [] }],
    properties: {},
    widgets_values: ['micro-hyper-lora.safetensors', '1@0, 0@1'],
  })
  document.last_node_id = 20
  const target = join(folder, 'curve.json')
  writeFileSync(target, JSON.stringify(document))
  return target
}

test('a curve is dragged on its node and moved by the keyboard, each as one step to undo', async ({
  start,
  userFolder,
  complaints,
}) => {
  const app = await start({ open: [withCurve(userFolder)] })
  const { page } = app
  await app.click(app.node('LoraLoaderCurve'))
  const point = (n: number, of: number) => app.inspector.getByRole('slider', { name: `Point ${n} of ${of}` })
  await expect(point(1, 2)).toHaveAttribute('aria-valuetext', 'strength 1 after 0 % of the steps')

  await app.drag(app.widget('LoraLoaderCurve', 'strength'), { dx: 20, dy: -20 })
  await expect(point(2, 3)).toHaveAttribute('aria-valuetext', /^strength [\d.]+ after \d+ % of the steps$/)
  await app.focusCanvas()
  await page.keyboard.press('Control+z')
  await expect(point(2, 2)).toHaveAttribute('aria-valuetext', 'strength 0 after 100 % of the steps')

  await point(2, 2).focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(point(2, 2)).toHaveAttribute('aria-valuetext', 'strength 0.15 after 95 % of the steps')
  await app.inspector.getByRole('button', { name: 'Add a point' }).press('Enter')
  await expect(point(3, 3)).toBeVisible()
  await point(3, 3).focus()
  await page.keyboard.press('Delete')
  await expect(point(2, 2)).toBeFocused()
  await app.focusCanvas()
  await page.keyboard.press('Control+z')
  await expect(point(3, 3)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(point(2, 2)).toHaveAttribute('aria-valuetext', 'strength 0.15 after 95 % of the steps')
  await page.keyboard.press('Control+z')
  await expect(point(2, 2)).toHaveAttribute('aria-valuetext', 'strength 0.05 after 95 % of the steps')
  expect(await violations(page, 'curve')).toEqual([])
  expect(complaints).toEqual([])
})
