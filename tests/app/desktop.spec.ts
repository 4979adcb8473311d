import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { editor } from './editor.ts'
import { electronKind, launchDesktop } from './launch.ts'
import { expect, test } from './test.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const workflow = join(root, 'workflows/hyper-sd-1-step.json')

test.describe('the desktop shell', () => {
  test.beforeAll(() => console.log(`these specs run on the ${electronKind()} Electron`))

  test('isolates the page, and the page runs nothing but its own files', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder })
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
    await app.close()
  })

  test('refuses requests that are not in the contract, and arguments that do not fit', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder })
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
    await app.close()
  })

  test('sends what the menu says to the window', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder, open: [workflow] })
    await page.keyboard.press('Escape')
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('view.palette')?.click())
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
    await app.close()
  })

  test('opens and saves with the system’s dialogs', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder, open: [workflow] })
    await editor(page).opens('hyper-sd-1-step')
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
    await app.close()
  })

  test('a second start hands its file to the first and ends', async ({ userFolder }) => {
    const { app, page } = await launchDesktop({ userFolder })
    await page.keyboard.press('Escape')
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
    await app.close()
  })
})
