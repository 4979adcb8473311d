import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication } from '@playwright/test'
import { editor } from './editor.ts'
import { launchDesktop } from './launch.ts'
import { storedTabs } from './stored.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

/** Where the window is, as its main process sees it. */
const boundsOf = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds())

test.describe('the desktop window', () => {
  test('opens where it was closed, with what was done in the moment before', async ({ userFolder }) => {
    const place = { x: 120, y: 90, width: 1100, height: 700 }
    const first = await launchDesktop({ userFolder, open: [workflow] })
    const app = editor(first.page)
    await app.opens('hyper-sd-1-step')
    await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]!.setBounds(place), place)
    await app.focusCanvas()
    await first.page.keyboard.press('Control+a')
    await first.page.keyboard.press('Delete')
    await expect(app.nodes).toHaveCount(0)
    await first.app.close()
    const second = await launchDesktop({ userFolder })
    expect(await boundsOf(second.app)).toEqual(place)
    await expect(second.page.getByRole('button', { name: /^hyper-sd-1-step/, pressed: true })).toBeVisible()
    await expect(editor(second.page).nodes).toHaveCount(0)
    await second.app.close()
  })

  test('opens on a screen that exists; a page that crashes is loaded again, and one that keeps crashing asks', async ({
    userFolder,
  }) => {
    const away = { x: 9000, y: 90, width: 1100, height: 700 }
    writeFileSync(join(userFolder, 'window.json'), JSON.stringify({ bounds: away, maximized: false }))
    const { app, page } = await launchDesktop({ userFolder, open: [workflow] })
    expect((await boundsOf(app)).x).toBeLessThan(9000)

    await editor(page).opens('hyper-sd-1-step')
    await expect(() => expect(storedTabs(userFolder).order).not.toEqual([])).toPass()
    await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]!.forcefullyCrashRenderer())
    // The page that Playwright knew is gone; the main process knows the new one.
    const visible = () =>
      app.evaluate(({ webContents }) =>
        webContents.getAllWebContents()[0]!.executeJavaScript('document.body.innerText'),
      )
    await expect.poll(() => visible().catch(() => '')).toContain('hyper-sd-1-step')

    const asked = await app.evaluate(({ dialog, webContents }) => {
      const messages: string[] = []
      dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
        messages.push(message)
        return { response: 0, checkboxChecked: false }
      }) as never
      for (let crash = 2; crash <= 4; crash++)
        webContents.getAllWebContents()[0]!.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
      return messages
    })
    expect(asked).toEqual(['The window keeps crashing.'])
    await app.close()
  })
})
