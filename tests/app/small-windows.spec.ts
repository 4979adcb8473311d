import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

const workflow = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))
const phone = { width: 390, height: 844 }

/** The widest part of the page that lies outside the window. */
const beyond = (page: Page): Promise<number> =>
  page.evaluate(() => document.scrollingElement!.scrollWidth - window.innerWidth)

test.skip(({ host }) => host !== 'browser', 'the page is the same in both hosts')

test('on a phone a form draws, and the queue and the canvas are one press away', async ({ start }) => {
  const app = await start({ open: [workflow('one-step-text-to-image')] })
  const { page } = app
  await page.setViewportSize(phone)
  await expect(page.getByRole('button', { name: 'Picture 1 of 4' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Form' }).getByRole('textbox').first()).toBeVisible()
  expect(await beyond(page)).toBe(0)
  const found = await violations(page, 'form on a phone')
  await page.getByRole('button', { name: 'Queue', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Queue' })).toBeVisible()
  await page.getByRole('button', { name: 'Queue', exact: true }).click()
  await page.getByRole('navigation').getByRole('button', { name: 'Graph' }).click()
  await expect(app.canvas).toBeVisible()
  found.push(...(await violations(page, 'canvas on a phone')))
  expect(found).toEqual([])
})

test('two fingers on the canvas zoom it', async ({ start }) => {
  const app = await start({ open: [workflow('hyper-sd-1-step')] })
  const { page } = app
  const box = (await app.canvas.boundingBox())!
  const touch = (type: string, id: number, dx: number) =>
    app.canvas.dispatchEvent(type, {
      pointerId: id,
      pointerType: 'touch',
      isPrimary: id === 1,
      button: 0,
      clientX: box.x + 400 + dx,
      clientY: box.y + 300,
    })
  const before = await page.getByRole('button', { name: /^Zoom: / }).innerText()
  await page.evaluate(() => {
    // Fingers that the page made up cannot be captured.
    Element.prototype.setPointerCapture = () => {}
  })
  await touch('pointerdown', 1, 0)
  await touch('pointerdown', 2, 100)
  await touch('pointermove', 2, 160)
  await touch('pointerup', 1, 0)
  await touch('pointerup', 2, 160)
  const after = await page.getByRole('button', { name: /^Zoom: / }).innerText()
  expect(Number.parseInt(after, 10) / Number.parseInt(before, 10)).toBeCloseTo(1.6, 1)
})

test('the active tab is in view, however many tabs there are', async ({ start }) => {
  const app = await start({ open: [workflow('hyper-sd-1-step')] })
  const { page } = app
  await page.setViewportSize({ width: 1024, height: 640 })
  for (let i = 0; i < 9; i++) {
    await app.focusCanvas()
    await page.keyboard.press('Alt+n')
  }
  const tabs = page.getByRole('list', { name: 'Open workflows' })
  const isInView = async () => {
    const [bar, tab] = [await tabs.boundingBox(), await tabs.getByRole('button', { pressed: true }).boundingBox()]
    return tab!.x >= bar!.x && tab!.x + tab!.width <= bar!.x + bar!.width
  }
  await expect.poll(isInView).toBe(true)
  expect(await beyond(page)).toBe(0)
})
