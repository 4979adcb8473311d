import { readdirSync } from 'node:fs'
import { expect, test } from './test.ts'

test('a newcomer has a picture after one click', async ({ start, complaints }) => {
  const app = await start()
  const { page } = app
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('button', { name: 'Make a first picture' }).click()
  await app.opens('hyper-sd-1-step')
  await app.seesPicture('SaveImage')
  expect(complaints).toEqual([])
})

test('the welcome is shown once', async ({ start }) => {
  const first = await start()
  await first.page.getByRole('button', { name: 'Make a first picture' }).click()
  await first.seesPicture('SaveImage')
  await first.close()
  const second = await start()
  await second.opens('hyper-sd-1-step')
  await expect(second.page.getByRole('dialog')).toHaveCount(0)
})

test('a finished picture is on disk and carries its workflow', async ({ start, userFolder }) => {
  const app = await start()
  await app.page.getByRole('button', { name: 'Make a first picture' }).click()
  await app.seesPicture('SaveImage')
  const pictures = readdirSync(userFolder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('_.png'))
  expect(pictures).toHaveLength(1)
})
