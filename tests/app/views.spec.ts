import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const example = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))

test('a locked canvas moves no node, and focus mode hides the panels until it ends', async ({ start, complaints }) => {
  const app = await start({ open: [example('hyper-sd-1-step')] })
  const { page } = app
  const at = async () => {
    const { x, y } = (await app.node('SaveImage').boundingBox())!
    return [Math.round(x), Math.round(y)] as const
  }
  const [x, y] = await at()
  const lock = page.getByRole('button', { name: 'Lock the canvas' })
  await lock.click()
  const distance = (await app.node('VAEDecode').boundingBox())!.y - y
  // The drag pans: all nodes move by as much.
  await app.dragTitle('SaveImage', -30, 20)
  await expect.poll(at).toEqual([x - 30, y + 20])
  expect((await app.node('VAEDecode').boundingBox())!.y - (y + 20)).toBeCloseTo(distance)
  await lock.click()
  await app.dragTitle('SaveImage', 30, 0)
  expect((await app.node('VAEDecode').boundingBox())!.y - (y + 20)).toBeCloseTo(distance)
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeEnabled()

  await app.focusCanvas()
  await page.keyboard.press('f')
  await expect(app.inspector).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Results', exact: true })).toHaveCount(0)
  await page.keyboard.press('f')
  await expect(app.inspector).toBeVisible()
  expect(complaints).toEqual([])
})

test('several runs are queued at once, and the queue shows what each draws', async ({ start, complaints }) => {
  const app = await start({ open: [example('base-20-steps-cfg')] })
  const { page } = app
  await app.focusCanvas()
  await page.keyboard.press('q')
  await page.getByRole('spinbutton', { name: 'Number of runs' }).fill('3')
  await app.run().click()
  const waiting = page.getByRole('grid', { name: 'Waiting' }).getByRole('row')
  await expect(waiting).toHaveCount(2)
  for (const row of await waiting.all()) await expect(row).toContainText(/seed \d+ · base-20-steps-cfg/)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(waiting).toHaveCount(0)
  expect(complaints).toEqual([])
})
