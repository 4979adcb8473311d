import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ElectronApplication, Page } from '@playwright/test'
import { editor } from './editor.ts'
import { survivesItsEngine } from './kill-engine.ts'
import { electronKind, launchDesktop } from './launch.ts'
import { expect, test } from './test.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const shipped = join(root, 'workflows')

test.describe('the desktop shell', () => {
  // One program for all tests: each closes the dialogs it opens.
  let userFolder: string
  let workflow: string
  let app: ElectronApplication
  let page: Page
  test.beforeAll(async () => {
    console.log(`these specs run on the ${electronKind()} Electron`)
    userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-app-'))
    workflow = join(userFolder, 'mine.json')
    copyFileSync(join(shipped, 'hyper-sd-1-step.json'), workflow)
    ;({ app, page } = await launchDesktop({ userFolder, open: [workflow] }))
    await editor(page).opens('mine')
  })
  test.afterAll(async () => {
    await app?.close()
    rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  test('isolates the page, and the page runs nothing but its own files', async () => {
    const globals = await page.evaluate(() => [
      typeof Reflect.get(window, 'require'),
      typeof Reflect.get(window, 'process'),
    ])
    expect(globals).toEqual(['undefined', 'undefined'])
    expect(await page.evaluate(() => Object.isFrozen(Reflect.get(window, 'leapgraph')))).toBe(true)
    // A policy does not bind the inspector, but it binds what a timer runs.
    const evaluated = await page.evaluate(
      () =>
        new Promise(done =>
          setTimeout(() => {
            try {
              done(new Function('return 1')())
            } catch (error) {
              done((error as Error).name)
            }
          }),
        ),
    )
    expect(evaluated).toBe('EvalError')
    const outside = await page.evaluate(async () => (await fetch('./..%2f..%2f..%2fpackage.json')).status)
    expect(outside).toBe(404)
  })

  test('refuses requests that are not in the contract, and arguments that do not fit', async () => {
    const ask = (channel: string, ...args: unknown[]) =>
      page.evaluate(
        ([channel, args]) =>
          (Reflect.get(window, 'leapgraph') as { request(...all: unknown[]): Promise<unknown> })
            .request(channel, ...(args as unknown[]))
            .then(
              () => 'answered',
              (error: Error) => error.message,
            ),
        [channel, args] as const,
      )
    // The preload script does not pass it on: the main process would say that nothing is registered.
    expect(await ask('shell:run', 'ls')).toBe(`there is no request named 'shell:run'`)
    expect(await ask('history:list', { limit: -1 })).toContain('history:list: 0.limit')
    expect(await ask('workflow:save', { path: 7, name: '', text: '' })).toContain('workflow:save: 0.path')
  })

  test('sends what the menu says to the window', async () => {
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('view.palette')?.click())
    const palette = page.getByRole('dialog', { name: 'Command palette' })
    await expect(palette).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(palette).toHaveCount(0)
  })

  test('opens and saves with the system’s dialogs', async () => {
    const target = join(userFolder, 'saved by dialog.json')
    await app.evaluate(({ dialog }, target) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: target })
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [target] })
    }, target)
    await page.keyboard.press('Control+Shift+s')
    await expect(page.getByRole('button', { name: 'saved by dialog', exact: true })).toBeVisible()
    await page.keyboard.press('Alt+w')
    await page.keyboard.press('Control+o')
    await expect(page.getByRole('button', { name: 'saved by dialog', exact: true })).toBeVisible()
  })

  test('asks before a save replaces a file that was chosen in the system’s dialog', async () => {
    const target = join(userFolder, 'somebody’s.json')
    writeFileSync(target, '{"nodes": [], "links": [], "version": 0.4}')
    await app.evaluate(({ dialog }, target) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: target })
    }, target)
    await page.keyboard.press('Control+Shift+s')
    await expect(page.getByRole('alertdialog', { name: 'Replace somebody’s?' })).toBeVisible()
    await page.keyboard.press('Escape')
    expect(readFileSync(target, 'utf8')).toContain('"nodes": []')
  })

  test('a second start hands its file to the first and ends', async () => {
    const file = join(userFolder, 'second.json')
    writeFileSync(file, '{"nodes": [], "links": [], "version": 0.4}')
    const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH
    test.skip(!electron, 'on the real Electron the lock is Electron’s own')
    const second = spawn(join(electron!, 'electron'), [root, `--user-data-dir=${userFolder}`, 'second.json'], {
      cwd: userFolder,
      env: { ...process.env, STANDIN_NODE: process.execPath },
      stdio: 'ignore',
    })
    const code = await new Promise(resolve => second.once('exit', resolve))
    expect(code).toBe(0)
    await expect(page.getByRole('button', { name: 'second', exact: true })).toBeVisible()
  })

  test('goes nowhere, opens no other window, and is granted nothing but the clipboard', async () => {
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
  })

  test('runs no script that stands in the page', async () => {
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "ran"'
      document.head.append(script)
    })
    expect(await page.title()).not.toBe('ran')
  })

  test('a picture goes to the system’s clipboard and file window, a workflow to its recent documents', async () => {
    test.skip(electronKind() === 'real', 'this asks the stand-in what the system was told')
    const output = join(userFolder, 'output')
    mkdirSync(output, { recursive: true })
    const picture = { filename: 'made.png', subfolder: '', type: 'output' }
    copyFileSync(join(shipped, 'pictures/hyper-sd-1-step.png'), join(output, 'made.png'))
    await page.evaluate(async picture => {
      const { request } = Reflect.get(window, 'leapgraph') as { request(...all: unknown[]): Promise<unknown> }
      await request('picture:copy', picture)
      await request('picture:reveal', picture)
    }, picture)
    const told = await app.evaluate(async ({ app, clipboard, shell }) => {
      const [item] = await clipboard.read()
      const copied = await item!.getType('image/png')
      const head = [...new Uint8Array(await copied.arrayBuffer())].slice(1, 4)
      const { recentDocuments } = app as unknown as { recentDocuments: string[] }
      return { head: String.fromCharCode(...head), revealed: Reflect.get(shell, 'revealed'), recentDocuments }
    })
    expect(told).toEqual({
      head: 'PNG',
      revealed: [join(output, 'made.png')],
      recentDocuments: expect.arrayContaining([workflow]),
    })
    const refused = page.evaluate(picture => {
      const { request } = Reflect.get(window, 'leapgraph') as { request(...all: unknown[]): Promise<unknown> }
      return request('picture:reveal', { ...picture, filename: 'gone.png' })
    }, picture)
    await expect(refused).rejects.toThrow('gone.png no longer exists')
  })

  test('when the engine is killed in the middle of a run, only that run is lost', async () => {
    await survivesItsEngine(page, app.process().pid!)
  })
})
