import { fileURLToPath } from 'node:url'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

test.skip(({ host }) => host !== 'browser', 'the page is the same in both hosts')

test('with forced colours the page and the canvas use the colours of the system', async ({ start, complaints }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await page.emulateMedia({ forcedColors: 'active' })
  const [ground, system] = await page.evaluate(() => {
    const probe = document.createElement('i')
    probe.style.background = 'Canvas'
    document.body.append(probe)
    const colors = [document.querySelector('main > div')!, probe].map(each => getComputedStyle(each).backgroundColor)
    probe.remove()
    return colors
  })
  expect(ground).toBe(system)
  const corner = () =>
    app.canvas.evaluate(canvas => {
      const [r, g, b] = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(2, 2, 1, 1).data
      return `rgb(${r}, ${g}, ${b})`
    })
  await expect.poll(corner).toBe(system)
  expect(await violations(page, 'forced colours')).toEqual([])
  expect(complaints).toEqual([])
})

test('with reduced motion nothing moves by itself', async ({ start }) => {
  const { page } = await start({ open: [workflow] })
  const moving = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(each => {
          const { transitionDuration, animationName } = getComputedStyle(each)
          return transitionDuration.split(', ').some(time => Number.parseFloat(time) > 0) || animationName !== 'none'
        }).length,
    )
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  expect(await moving()).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await moving()).toBe(0)
})

test('a screen reader is told which nodes are muted, bypassed and pinned', async ({ start }) => {
  const app = await start({ open: [workflow] })
  await app.click(app.node('VAEDecode'))
  await app.focusCanvas()
  await app.page.keyboard.press('Control+b')
  await app.page.keyboard.press('p')
  await expect(app.node('VAEDecode')).toHaveAttribute('aria-label', 'VAE Decode, selected, bypassed, pinned')
})

test('the palette finds nodes of the workflow and workflows, and Run queues as many runs as it says', async ({
  start,
}) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.focusCanvas()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('node sampler')
  await page.getByRole('option', { name: /SamplerCustom · 7/ }).click()
  await expect(app.node('SamplerCustom')).toHaveAttribute('aria-label', /selected/)
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('open The base model in twenty steps')
  await page.getByRole('option', { name: 'Open The base model in twenty steps' }).click()
  await app.opens('base-20-steps-cfg')
  await page.getByRole('spinbutton', { name: 'Number of runs' }).fill('3')
  await app.run().click()
  await page.getByRole('button', { name: /^Queue/ }).click()
  await expect(page.getByRole('region', { name: 'Queue' }).getByText(/^seed \d+/)).toHaveCount(3)
})
