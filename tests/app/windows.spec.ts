import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { editor } from './editor.ts'
import { ready } from './hosts.ts'
import { expect, test } from './test.ts'

const oneStep = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

const elsewhere = (page: Page) => page.getByRole('button', { name: /, open in another window$/ })
const banner = (page: Page) => page.getByText('Leapgraph is not reachable.')

/** Deletes the node that is first on the canvas. */
async function deleteNode(page: Page): Promise<void> {
  const { nodes, focusCanvas } = editor(page)
  const before = await nodes.count()
  await focusCanvas()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  await expect(nodes).toHaveCount(before - 1)
}

test('a document is in one window, changes hands, and outlives a reload and a restart of the program', async ({
  start,
}) => {
  const { page: first, nodes, server } = await start({ alone: true, open: [oneStep] })
  const count = await nodes.count()
  await deleteNode(first)

  const second = await first.context().newPage()
  await second.goto(new URL('/', first.url()).href)
  await ready(second)
  await second.keyboard.press('Escape')
  await expect(editor(second).nodes).toHaveCount(0)
  await elsewhere(second).click()
  await expect(editor(second).nodes).toHaveCount(count - 1)
  await expect(elsewhere(first)).toBeVisible()
  await expect(nodes).toHaveCount(0)

  await deleteNode(second)
  await second.reload()
  await ready(second)
  await expect(editor(second).nodes).toHaveCount(count - 2)
  await editor(second).focusCanvas()
  for (const left of [count - 1, count]) {
    await second.keyboard.press('Control+z')
    await expect(editor(second).nodes).toHaveCount(left)
  }
  for (const left of [count - 1, count - 2]) {
    await second.keyboard.press('Control+y')
    await expect(editor(second).nodes).toHaveCount(left)
  }

  await server!.stop()
  await expect(banner(second)).toBeVisible()
  await deleteNode(second)
  await server!.start()
  await expect(banner(second)).toHaveCount(0)
  await expect(editor(second).nodes).toHaveCount(count - 3)
  await expect(elsewhere(first)).toBeVisible()
  await elsewhere(first).click()
  await expect(nodes).toHaveCount(count - 3)
  await expect(elsewhere(second)).toBeVisible()
})
