import { fileURLToPath } from 'node:url'
import { violations } from './axe.ts'
import { editor } from './editor.ts'
import { ready } from './hosts.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

test('a picture is shown large with its prompt, found in the gallery, marked, sent on and removed', async ({
  start,
  complaints,
}) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  const results = page.getByRole('region', { name: 'Results', exact: true })
  await expect(results).toContainText('to run the workflow')
  await app.run().click()
  await expect(results.getByRole('group', { name: /^a rocket on a blue background/ })).toBeVisible()
  await expect(results).toContainText('128 × 128')
  await expect(results).toContainText('seed 3413')

  await app.focusCanvas()
  await page.keyboard.press('g')
  const gallery = page.getByRole('grid', { name: 'Pictures' })
  const pictures = gallery.getByRole('row')
  await expect(pictures).toHaveCount(1)
  await expect(gallery).toHaveAttribute('aria-rowcount', '1')
  const search = page.getByRole('searchbox', { name: 'Search pictures' })
  await search.fill('a submarine')
  await expect(page.getByText('No picture has these words')).toBeVisible()
  await search.fill('ROCKET micro-sd')
  await expect(pictures).toHaveCount(1)

  await pictures.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click()
  await page.getByRole('button', { name: 'Only favourites' }).click()
  await expect(page.getByRole('row', { name: /favourite$/ })).toBeVisible()

  expect(await violations(page, 'gallery and results')).toEqual([])

  await pictures.dragTo(app.canvas, { targetPosition: { x: 200, y: 60 } })
  await expect(app.node('LoadImage')).toBeAttached()

  await pictures.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Send to image to image' }).click()
  await app.opens('hyper-sd-1-step, image to image')
  await expect(app.node('VAEEncode')).toBeAttached()
  await expect(app.node('EmptyLatentImage')).not.toBeAttached()

  await pictures.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Remove its run from the history' }).click()
  await expect(pictures).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('the viewer is used with the keyboard alone', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  const results = page.getByRole('region', { name: 'Results', exact: true })
  await app.run().click()
  const picture = results.getByRole('group', { name: /^a rocket/ })
  // The picture takes the place of its preview, which then has no focus any more.
  await expect(async () => {
    await picture.focus()
    await page.keyboard.press('1')
    await expect(results.getByRole('button', { name: '100 %: fit the picture' })).toBeVisible({ timeout: 2000 })
  }).toPass()
  await page.keyboard.press('0')
  await expect(results.getByRole('button', { name: /: show its pixels$/ })).toBeVisible()
  await app.run().click()
  await expect(results).toContainText('1 of 2')
  await picture.focus()
  await page.keyboard.press('ArrowRight')
  await expect(results).toContainText('2 of 2')
  await picture.focus()
  await results.getByRole('button', { name: 'View large' }).press('Enter')
  const viewer = page.getByRole('dialog')
  await expect(viewer).toContainText('2 of 2')
  await page.keyboard.press('ArrowLeft')
  await expect(viewer).toContainText('1 of 2')
  await expect(viewer).toContainText('128 × 128')
  expect(await violations(page, 'large viewer')).toEqual([])
  await page.keyboard.press('Escape')
  await app.focusCanvas()
  await page.keyboard.press('v')
  await expect(results).toHaveCount(0)
})

test('a favourite is marked in every window, and a picture goes to inpainting and upscaling', async ({
  start,
  complaints,
}) => {
  const app = await start({ alone: true, open: [workflow] })
  const { page } = app
  await app.run().click()
  await app.seesPicture('SaveImage')
  const other = await page.context().newPage()
  await other.goto(new URL('/', page.url()).href)
  await ready(other)
  await other.keyboard.press('Escape')
  await other.getByRole('button', { name: 'New workflow' }).click()
  for (const each of [page, other]) {
    await editor(each).focusCanvas()
    await each.keyboard.press('g')
  }
  const pictureIn = (each: typeof page) => each.getByRole('grid', { name: 'Pictures' }).getByRole('row')
  // A page behind another hardly draws, and a click waits for frames: seconds for each click.
  await page.bringToFront()
  await pictureIn(page).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click()
  await expect(other.getByRole('row', { name: /favourite$/ })).toBeVisible()

  for (const [way, title, type] of [
    ['Send to inpainting', /, inpainting/, 'SetLatentNoiseMask'],
    ['Send to upscaling', /, upscaling/, 'ImageScaleBy'],
  ] as const) {
    await pictureIn(page).click({ button: 'right' })
    await page.getByRole('menuitem', { name: way }).click()
    await expect(page.getByRole('button', { name: title, pressed: true })).toBeVisible()
    await expect(app.node(type)).toBeAttached()
    await expect(app.node('LoadImage')).toBeAttached()
  }
  expect(complaints).toEqual([])
})
