import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const fourSteps = fileURLToPath(new URL('../../workflows/hyper-sd-4-steps-eta.json', import.meta.url))

test('a sampler’s steps are a filmstrip, each frame opens large', async ({ start }) => {
  const app = await start({ open: [fourSteps] })
  await app.run().click()
  await app.seesPicture('SaveImage')
  await app.click(app.node('SamplerCustom'))
  const frames = app.page.getByRole('region', { name: 'Step by step' }).getByRole('button')
  await expect(frames).toHaveCount(4)
  await frames.nth(1).click()
  await expect(app.page.getByRole('dialog', { name: 'After step 2 of 4' }).getByRole('img')).toBeVisible()
  await app.page.keyboard.press('Escape')
  await expect(app.page.getByRole('dialog')).toHaveCount(0)
})
