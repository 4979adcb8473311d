import { readdirSync } from 'node:fs'
import { expect, test } from './test.ts'

test('a newcomer has a picture after one click, its file is on disk, and is welcomed once', async ({
  start,
  userFolder,
  complaints,
}) => {
  const app = await start()
  const { page } = app
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('button', { name: 'Make a first picture' }).click()
  await app.opens('hyper-sd-1-step')
  await app.seesPicture('SaveImage')
  const files = readdirSync(userFolder, { recursive: true, encoding: 'utf8' })
  expect(files.filter(name => name.endsWith('_.png'))).toHaveLength(1)
  await app.close()
  const second = await start()
  await second.opens('hyper-sd-1-step')
  await expect(second.page.getByRole('dialog')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('a newcomer draws after one click, or types', async ({ start, complaints }) => {
  const app = await start()
  const { page } = app
  await page.getByRole('button', { name: 'Draw, and the picture updates' }).click()
  await expect(page.getByRole('figure', { name: 'The picture' }).getByRole('img')).toBeVisible()
  await page.keyboard.press('Escape')
  await app.opens('hyper-sd-scribble')
  // Live stays on: the form that is opened now shows its pictures all the same.
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('pictures as you type')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Picture 1 of 4' })).toBeVisible()
  expect(complaints).toEqual([])
})
