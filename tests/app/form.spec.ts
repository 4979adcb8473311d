import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const file = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))

test('four pictures of a form follow each letter that is typed, and its graph is one key away', async ({ start }) => {
  const app = await start({ open: [file('one-step-text-to-image')] })
  const { page } = app
  const pictures = page.getByRole('button', { name: /^Picture \d of 4$/ }).getByRole('img')
  const addresses = () => pictures.evaluateAll(all => all.map(picture => picture.getAttribute('src')!))
  await expect(page.getByText(/^4 pictures in/)).toBeVisible()
  for (const letter of ' b') {
    const before = await addresses()
    await page.getByRole('textbox', { name: 'What to draw' }).press('End')
    await page.keyboard.press(letter)
    await expect.poll(async () => (await addresses()).filter(one => !before.includes(one)).length).toBe(4)
  }
  // The prompt still has the focus: these keys work there too.
  await page.keyboard.press('Alt+a')
  await expect(app.nodes.first()).toBeAttached()
  await page.keyboard.press('Alt+a')
  await expect(pictures.first()).toBeVisible()
})

test('any workflow becomes a form; its settings are named, moved and taken out, each with one undo', async ({
  start,
}) => {
  const app = await start({ open: [file('base-20-steps-cfg')] })
  const { page } = app
  await app.focusCanvas()
  await page.keyboard.press('Alt+a')
  await page.getByRole('button', { name: 'Make a form of this workflow' }).click()
  const form = page.getByRole('region', { name: 'Form' })
  await expect(form.getByText('What to draw')).toBeVisible()
  await form.getByRole('button', { name: 'Arrange' }).click()
  await form.getByRole('textbox', { name: 'Name of cfg' }).fill('Guidance')
  await form.getByRole('button', { name: 'Move Guidance up' }).click()
  await form.getByRole('button', { name: 'Remove denoise from the form' }).click()
  await form.getByRole('button', { name: 'Done' }).click()
  const labels = form.getByText(/^(What to draw|What to avoid|seed|Guidance|steps|denoise)$/)
  await expect(labels).toHaveText(['What to draw', 'What to avoid', 'seed', 'Guidance', 'steps'])
  await page.getByRole('button', { name: 'Graph' }).click()
  await app.focusCanvas()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Alt+a')
  await expect(labels).toHaveCount(6)
})

test('the eye in the inspector puts a setting into the form', async ({ start }) => {
  const app = await start({ open: [file('base-20-steps-cfg')] })
  const { page } = app
  await app.click(app.node('SaveImage'))
  await page.getByRole('button', { name: 'Show filename_prefix in the form' }).click()
  await page.getByRole('button', { name: 'Pictures in the form' }).click()
  await app.focusCanvas()
  await page.keyboard.press('Alt+a')
  const form = page.getByRole('region', { name: 'Form' })
  await expect(form.getByRole('textbox', { name: 'filename_prefix' })).toBeVisible()
  await expect(form.getByRole('textbox')).toHaveCount(1)
})
