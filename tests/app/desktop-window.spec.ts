import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication } from '@playwright/test'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import { editor } from './editor.ts'
import { launchDesktop } from './launch.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

/** Where the window is, as its main process sees it. */
const boundsOf = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds())

test.describe('the desktop window', () => {
  test.describe.configure({ mode: 'serial' })
  let userFolder: string
  let app: ElectronApplication
  test.beforeAll(() => {
    userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-app-'))
  })
  test.afterAll(async () => {
    await app?.close()
    rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  test('opens on a screen that exists, and then where it was closed, with what was done in the moment before', async () => {
    const away = { x: 9000, y: 90, width: 1100, height: 700 }
    const place = { ...away, x: 120 }
    writeFileSync(join(userFolder, 'window.json'), JSON.stringify({ bounds: away, maximized: false }))
    const first = await launchDesktop({ userFolder, open: [workflow] })
    app = first.app
    expect((await boundsOf(app)).x).toBeLessThan(9000)
    const hands = editor(first.page)
    await hands.opens('hyper-sd-1-step')
    await app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]!.setBounds(place), place)
    await hands.focusCanvas()
    await first.page.keyboard.press('Control+a')
    await first.page.keyboard.press('Delete')
    await expect(hands.nodes).toHaveCount(0)
    await app.close()
    const second = await launchDesktop({ userFolder })
    app = second.app
    expect(await boundsOf(app)).toEqual(place)
    await expect(second.page.getByRole('button', { name: /^hyper-sd-1-step/, pressed: true })).toBeVisible()
    await expect(editor(second.page).nodes).toHaveCount(0)
  })

  test('asks outside of the page before it uses a folder that nobody chose', async () => {
    const page = await app.firstWindow()
    /** What a page whose script was replaced would do, and what the dialog that it cannot answer said. */
    const change = async (folder: string, response: number) => {
      await app.evaluate(({ dialog }, response) => {
        dialog.showMessageBox = (async (_window: unknown, { message, detail }: Record<string, string>) => {
          Object.assign(globalThis, { asked: `${message} ${detail}` })
          return { response, checkboxChecked: false }
        }) as never
      }, response)
      const outcome = await page.evaluate(
        folder =>
          (window as unknown as { leapgraph: EditorApi }).leapgraph
            .request('settings:change', { outputFolder: folder })
            .then(
              ({ outputFolder }) => outputFolder,
              (error: Error) => error.message,
            ),
        folder,
      )
      return [await app.evaluate(() => (globalThis as unknown as { asked: string }).asked), outcome]
    }
    const [refused, allowed] = ['refused', 'allowed'].map(name => join(userFolder, name))
    expect(await change(refused!, 1)).toEqual([
      `Save pictures in this folder? ${refused}`,
      expect.stringContaining(`${refused} is not used: it was not confirmed.`),
    ])
    expect(await change(allowed!, 0)).toEqual([`Save pictures in this folder? ${allowed}`, allowed])
  })

  test('loads a page that crashes again, and asks when it keeps crashing', async () => {
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
  })
})
