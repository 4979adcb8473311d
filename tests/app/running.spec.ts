import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const file = (name: string) => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url))
const workflow = file('hyper-sd-1-step')

/** A copy of a shipped workflow with something else in it. */
function changed(folder: string, name: string, change: (nodes: Record<string, unknown>[]) => void): string {
  const document = JSON.parse(readFileSync(workflow, 'utf8'))
  change(document.nodes)
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify(document))
  return path
}
const widgetsOf = (nodes: Record<string, unknown>[], type: string) =>
  nodes.find(node => node.type === type)!.widgets_values as unknown[]

test('live mode draws again after every change, and not after moving a node', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await page.getByRole('button', { name: /^Live/ }).click()
  await app.seesPicture('SaveImage')
  const runs = async () => await app.runs.count()
  await app.focusCanvas()
  await page.keyboard.press('h')
  await expect.poll(runs).toBe(1)
  await app.dragTitle('VAEDecode', 20, -40)
  await page.waitForTimeout(700)
  expect(await runs()).toBe(1)
  await app.click(app.widget('CLIPTextEncode', 'text'))
  await app.overCard('text').fill('a red apple')
  await expect.poll(runs).toBeGreaterThan(1)
})

test('a missing model is an error on its node, with the next step', async ({ start, userFolder }) => {
  const broken = changed(userFolder, 'missing', nodes => {
    widgetsOf(nodes, 'CheckpointLoaderSimple')[0] = 'micro-ds.safetensors'
  })
  const app = await start({ open: [broken] })
  await app.run().click()
  const bubble = app.problem('micro-ds.safetensors')
  await expect(bubble).toContainText('micro-sd.safetensors')
  await bubble.getByRole('button', { name: 'Choose another file' }).click()
  await app.page.getByRole('option', { name: /micro-sd/ }).click()
  await app.run().click()
  await app.seesPicture('SaveImage')
})

test('an error that belongs to no node is shown over the canvas', async ({ start, userFolder }) => {
  const silent = changed(userFolder, 'silent', nodes => {
    nodes.splice(0, nodes.length, ...nodes.filter(node => node.type === 'EmptyLatentImage'))
  })
  const app = await start({ open: [silent] })
  await app.run().click()
  const problem = app.problem(/Nothing in this workflow saves or shows a result: add a Save Image/)
  await expect(problem).toBeVisible()
  await problem.getByRole('button', { name: 'Dismiss' }).click()
  await expect(problem).toHaveCount(0)
})

test('a path can be typed before the one that is there, and is saved when it is complete', async ({ start }) => {
  const app = await start({ open: [workflow] })
  await app.focusCanvas()
  await app.page.keyboard.press('Control+,')
  await app.page.getByRole('dialog').getByText('Folders').click()
  const field = app.page.getByRole('textbox', { name: 'Pictures go to' })
  await field.fill('/pictures')
  await field.press('Enter')
  await expect(field).toHaveValue('/pictures')
  await field.press('Home')
  await app.page.keyboard.type('/home/me')
  await field.press('Enter')
  await expect(field).toHaveValue('/home/me/pictures')
  await field.fill('')
  await field.press('Enter')
  await expect(field).toHaveValue('')
})

test('a node that is not here is shown, named when it is needed, and written back', async ({ start, userFolder }) => {
  const foreign = changed(userFolder, 'foreign', nodes => {
    const sampler = nodes.find(node => node.type === 'SamplerCustom')!
    sampler.type = 'SomebodysSampler'
  })
  const app = await start({ open: [foreign] })
  await app.run().click()
  await expect(app.problem('SomebodysSampler')).toBeVisible()
  await app.focusCanvas()
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('Control+ArrowDown')
  await app.page.keyboard.press('Control+s')
  await expect(app.page.getByRole('button', { name: 'foreign', exact: true })).toBeVisible()
  expect(readFileSync(foreign, 'utf8')).toContain('SomebodysSampler')
})

test('a run can be stopped, and the history opens the exact workflow of one that ended', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.run().click()
  await app.seesPicture('SaveImage')
  await app.focusCanvas()
  await page.keyboard.press('h')
  await page.getByRole('button', { name: 'Open the workflow of hyper-sd-1-step', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Open workflows' }).getByRole('listitem')).toHaveCount(2)
  // The seed went on in the first document; the second one has the seed that drew the picture.
  await expect(app.node('SaveImage')).toBeAttached()
})
