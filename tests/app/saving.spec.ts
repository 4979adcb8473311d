import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

const workflow = (...types: readonly string[]) =>
  JSON.stringify({
    nodes: types.map((type, index) => ({ id: index + 1, type, pos: [index * 300, 0], size: [260, 100] })),
    links: [],
    version: 0.4,
  })

test('two documents called Untitled are two files: names are asked for, and a taken one is a question', async ({
  start,
  userFolder,
}) => {
  const { page } = await start()
  const saved = join(userFolder, 'workflows')
  const name = page.getByRole('textbox', { name: 'Name' })
  await page.keyboard.press('Escape')
  for (const isTaken of [false, true]) {
    await page.getByRole('button', { name: 'New workflow' }).click()
    await page.keyboard.press('Control+s')
    await expect(name).toHaveValue('Untitled')
    await name.fill('fox')
    await expect(page.getByText(join(saved, 'fox.json'))).toBeVisible()
    await page.keyboard.press('Enter')
    if (!isTaken) await expect(page.getByRole('button', { name: 'fox', exact: true })).toBeVisible()
  }
  await expect(page.getByRole('alertdialog', { name: 'Replace fox?' })).toBeVisible()
  expect(await violations(page, 'the question about two files', '[role=alertdialog]')).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'fox (1)', exact: true })).toBeVisible()
  expect(readdirSync(saved).toSorted()).toEqual(['fox (1).json', 'fox.json'])

  await page.getByRole('button', { name: 'fox (1)', exact: true }).focus()
  await page.keyboard.press('F2')
  await name.fill('fox')
  await expect(page.getByText('Another file in this folder has this name.')).toBeVisible()
  await name.fill('owl')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'owl', exact: true })).toBeVisible()
  expect(readdirSync(saved).toSorted()).toEqual(['fox.json', 'owl.json'])
})

test('a file that changes or goes while it is open is noticed, reloaded, kept or written again', async ({
  start,
  userFolder,
}) => {
  const file = join(userFolder, 'mine.json')
  writeFileSync(file, workflow('LoadImage'))
  const app = await start({ open: [file] })
  const { page } = app
  writeFileSync(file, workflow('LoadImage', 'VAEDecode'))
  const news = page.getByRole('status').filter({ hasText: 'mine was changed on disk' })
  await news.getByRole('button', { name: 'Reload' }).click()
  await expect(app.nodes).toHaveCount(2)
  await app.focusCanvas()
  await page.keyboard.press('Control+z')
  await expect(app.nodes).toHaveCount(1)

  const theirs = workflow('LoadImage', 'VAEDecode', 'SaveImage')
  writeFileSync(file, theirs)
  await news.getByRole('button', { name: 'Keep mine' }).click()
  await page.keyboard.press('Control+s')
  const question = page.getByRole('alertdialog', { name: 'mine was changed on disk' })
  await expect(question).toContainText('3 nodes')
  await page.keyboard.press('Escape')
  expect(readFileSync(file, 'utf8')).toBe(theirs)
  await page.keyboard.press('Control+s')
  await question.getByRole('button', { name: 'Overwrite' }).click()
  await expect(page.getByRole('button', { name: 'mine', exact: true })).toBeVisible()
  expect(JSON.parse(readFileSync(file, 'utf8')).nodes).toHaveLength(1)

  rmSync(file)
  await page.getByRole('status').filter({ hasText: 'was deleted' }).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('had been deleted and was written again')).toBeVisible()
  expect(JSON.parse(readFileSync(file, 'utf8')).nodes).toHaveLength(1)
})

test('in a browser an export is a download', async ({ start, userFolder }) => {
  const file = join(userFolder, 'mine.json')
  writeFileSync(file, workflow('LoadImage'))
  const { page } = await start({ open: [file] })
  for (const [command, name, content] of [
    ['Export workflow…', 'mine.json', '"nodes"'],
    ['Export workflow (API', 'mine (API).json', '"class_type"'],
  ] as const) {
    await page.keyboard.press('Control+k')
    await page.getByRole('searchbox', { name: 'Search commands' }).fill(command)
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(download.suggestedFilename()).toBe(name)
    expect(readFileSync(await download.path(), 'utf8')).toContain(content)
  }
})
