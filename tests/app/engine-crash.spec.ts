import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { killEngineOf } from './kill-engine.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

/** The shipped workflow with a batch that is large enough to be caught in the act. */
function withLargeBatch(folder: string): string {
  const document = JSON.parse(readFileSync(workflow, 'utf8')) as {
    nodes: { type: string; widgets_values: unknown[] }[]
  }
  const widgetsOf = (type: string) => document.nodes.find(node => node.type === type)!.widgets_values
  widgetsOf('EmptyLatentImage')[2] = 64
  widgetsOf('TCDModelSamplingDiscrete')[0] = 8
  const path = join(folder, 'large.json')
  writeFileSync(path, JSON.stringify(document))
  return path
}

test('when the engine is killed in the middle of a run, only that run is lost', async ({ start, userFolder }) => {
  const app = await start({ open: [withLargeBatch(userFolder)], alone: true })
  await app.run().click()
  await app.page.getByRole('button', { name: 'Stop' }).waitFor()
  await app.page.waitForTimeout(700)
  killEngineOf(userFolder)
  await expect(app.problem(/engine stopped/i)).toBeVisible()
  await expect(app.nodes).toHaveCount(10)
  await app.click(app.widget('EmptyLatentImage', 'batch_size'))
  await app.overCard('batch_size').fill('1')
  await app.page.keyboard.press('Enter')
  await app.run().click()
  await app.seesPicture('SaveImage')
})
