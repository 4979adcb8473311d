// Drives the app and takes screenshots: npx node /tmp/shots-hands.ts NAME... 
import { mkdtempSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { editor } from '/tmp/wt/hands/tests/app/editor.ts'
import { startInBrowser } from '/tmp/wt/hands/tests/app/hosts.ts'
import { storeSettings } from '/tmp/wt/hands/tests/app/stored.ts'
mkdirSync('/tmp/shots-hands', { recursive: true })
const tours = await import(process.argv[2]!)
const themes = (process.argv[3] ?? 'dark,light').split(',')
for (const theme of themes) {
  const userFolder = mkdtempSync(join(tmpdir(), 'lg-'))
  storeSettings(userFolder, { theme: theme as never, welcomeSeen: true })
  const app = await startInBrowser({ userFolder, open: tours.open ?? ['/tmp/wt/hands/workflows/hyper-sd-1-step.json'] })
  app.page.on('console', m => { if (m.type() !== 'log') console.log('console', m.type(), m.text()) })
  app.page.on('pageerror', e => console.log('pageerror', e.message))
  const hands = editor(app.page)
  await app.page.locator('[data-node], section[aria-label="Form"]').first().waitFor({ state: 'attached' })
  try {
    await tours.default({ ...hands, page: app.page, app }, async (name: string) => {
      await app.page.waitForTimeout(400)
      await app.page.screenshot({ path: `/tmp/shots-hands/${name}-${theme}.png` })
    })
  } catch (e) { console.log('FAILED', e); await app.page.screenshot({ path: `/tmp/shots-hands/failed-${theme}.png` }) }
  await app.kill()
}
process.exit(0)
