import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { dropFile } from './drop-file.ts'
import { editor } from './editor.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

/** The shipped workflow with a batch that is large enough to be caught in the act. */
function largeBatch(): string {
  const document = JSON.parse(readFileSync(workflow, 'utf8')) as {
    nodes: { type: string; widgets_values: unknown[] }[]
  }
  const widgetsOf = (type: string) => document.nodes.find(node => node.type === type)!.widgets_values
  widgetsOf('EmptyLatentImage')[2] = 16
  widgetsOf('TCDModelSamplingDiscrete')[0] = 8
  return JSON.stringify(document)
}

/** Kills the engine in the middle of a run; the document stays, and the next run makes its picture. */
export async function survivesItsEngine(page: Page, program: number): Promise<void> {
  const app = editor(page)
  await dropFile(page, 'large.json', 'application/json', Buffer.from(largeBatch()))
  await app.opens('large')
  await app.run().click()
  await expect(page.getByRole('progressbar', { name: 'Running large' })).toHaveAttribute('aria-valuenow', /^[1-9]/)
  killEngineOf(program)
  await expect(app.problem(/engine stopped/i)).toBeVisible()
  await page.getByRole('button', { name: 'Show the log' }).first().click()
  await expect(page.getByRole('log', { name: 'Lines of the log' })).toContainText(/engine stopped/i)
  await page.keyboard.press('Control+`')
  await expect(app.nodes).toHaveCount(10)
  // The canvas takes the place of the log, which moves its cards.
  await expect(async () => {
    await app.click(app.widget('EmptyLatentImage', 'batch_size'))
    await app.overCard('batch_size').fill('1', { timeout: 2000 })
  }).toPass()
  await page.keyboard.press('Enter')
  await app.run().click()
  await app.seesPicture('SaveImage')
}

/** Kills the engine process of a program, as running out of memory does. */
export function killEngineOf(program: number): void {
  const engines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(program)], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes('engine-process'))
  expect(engines).toHaveLength(1)
  process.kill(Number.parseInt(engines[0]!, 10), 'SIGKILL')
}
