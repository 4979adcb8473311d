import { survivesItsEngine } from './kill-engine.ts'
import { test } from './test.ts'

test.skip(
  ({ host }) => host !== 'browser',
  'the shell starts the engine in its own way: desktop.spec.ts kills it there',
)

test('when the engine is killed in the middle of a run, only that run is lost', async ({ start }) => {
  const { page, program } = await start()
  await page.keyboard.press('Escape')
  await survivesItsEngine(page, program)
})
