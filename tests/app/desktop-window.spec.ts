import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication } from '@playwright/test'
import { editor } from './editor.ts'
import { electronKind, launchDesktop } from './launch.ts'
import { storedOrder } from './stored.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url))

/** Where the window is, as its main process sees it. */
const boundsOf = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds())

test.describe('the desktop window', () => {
  test('opens where it was closed, and on a screen that is there', async ({ userFolder }) => {
    const place = { x: 120, y: 90, width: 1100, height: 700 }
    const first = await launchDesktop({ userFolder })
    await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]!.setBounds(place), place)
    await first.app.close()
    const second = await launchDesktop({ userFolder })
    expect(await boundsOf(second.app)).toEqual(place)
    await second.app.close()

    writeFileSync(join(userFolder, 'window.json'), JSON.stringify({ bounds: { ...place, x: 9000 }, maximized: false }))
    const third = await launchDesktop({ userFolder })
    expect((await boundsOf(third.app)).x).toBeLessThan(9000)
    await third.app.close()
  })

  test('keeps what was done in the moment before it closes', async ({ userFolder }) => {
    const first = await launchDesktop({ userFolder, open: [workflow] })
    const app = editor(first.page)
    await app.opens('hyper-sd-1-step')
    await app.focusCanvas()
    await first.page.keyboard.press('Control+a')
    await first.page.keyboard.press('Delete')
    await expect(app.nodes).toHaveCount(0)
    await first.app.close()
    const second = await launchDesktop({ userFolder })
    await expect(second.page.getByRole('button', { name: /^hyper-sd-1-step/, pressed: true })).toBeVisible()
    await expect(editor(second.page).nodes).toHaveCount(0)
    await second.app.close()
  })

  test('goes nowhere, opens no other window, and is granted nothing but the clipboard', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder })
    const before = page.url()
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    expect(await page.evaluate(() => open('https://example.com/'))).toBe(null)
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
    // Every way to go elsewhere, in the main frame and in others, is refused on its own.
    const allowed = await app.evaluate(({ webContents }) => {
      const contents = webContents.getAllWebContents()[0]!
      const goes = (name: string, url: string) => {
        let goesAhead = true
        contents.emit(name, { url, preventDefault: () => (goesAhead = false) })
        return goesAhead
      }
      return ['will-navigate', 'will-frame-navigate', 'will-redirect'].map(name =>
        ['https://example.com/', 'app://leapgraph.example/', 'file:///etc/passwd', 'app://leapgraph/'].map(url =>
          goes(name, url),
        ),
      )
    })
    expect(allowed).toEqual(Array(3).fill([false, false, false, true]))
    test.skip(electronKind() === 'real', 'Electron says neither which handlers it has nor what it opened')
    await page.evaluate(() => void open('https://github.com/leejet/stable-diffusion.cpp'))
    const opened = () => app.evaluate(({ shell }) => (shell as unknown as { opened: string[] }).opened)
    await expect.poll(opened).toEqual(['https://github.com/leejet/stable-diffusion.cpp'])
    const [granted, others] = await app.evaluate(({ session }) => {
      const { onCheck, onRequest } = session.defaultSession as unknown as {
        onCheck(contents: null, name: string, origin: string, details: object): boolean
        onRequest(contents: null, name: string, answer: (granted: boolean) => void, details: object): void
      }
      const asks = (name: string, origin = 'app://leapgraph', isMainFrame = true) => {
        const requestingUrl = `${origin}/index.html`
        let isGranted = false
        onRequest(null, name, answer => (isGranted = answer), { isMainFrame, requestingUrl })
        return [isGranted, onCheck(null, name, origin, { isMainFrame, requestingUrl })]
      }
      return [
        ['clipboard-read', 'media', 'geolocation', 'openExternal', 'hid'].map(name => asks(name)),
        [asks('clipboard-read', 'https://example.com'), asks('clipboard-read', 'app://leapgraph', false)],
      ]
    })
    expect(granted).toEqual([[true, true], ...Array(4).fill([false, false])])
    expect(others).toEqual(Array(2).fill([false, false]))
    await app.close()
  })

  test('runs no script that stands in the page', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder })
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "ran"'
      document.head.append(script)
    })
    expect(await page.title()).not.toBe('ran')
    await app.close()
  })

  test('is loaded again after its page crashed', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder, open: [workflow] })
    await editor(page).opens('hyper-sd-1-step')
    await expect(() => expect(storedOrder(userFolder)).not.toEqual([])).toPass()
    await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]!.forcefullyCrashRenderer())
    // The page that Playwright knew is gone; the main process knows the new one.
    const visible = () =>
      app.evaluate(({ webContents }) =>
        webContents.getAllWebContents()[0]!.executeJavaScript('document.body.innerText'),
      )
    await expect.poll(() => visible().catch(() => '')).toContain('hyper-sd-1-step')
    await app.close()
  })

  test('asks what to do when its page crashes again and again', async ({ userFolder }) => {
    const { app } = await launchDesktop({ userFolder })
    const asked = await app.evaluate(({ dialog, webContents }) => {
      const messages: string[] = []
      dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
        messages.push(message)
        return { response: 0, checkboxChecked: false }
      }) as never
      for (let crash = 0; crash < 4; crash++)
        webContents.getAllWebContents()[0]!.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
      return messages
    })
    expect(asked).toEqual(['The window keeps crashing.'])
    await app.close()
  })
})
