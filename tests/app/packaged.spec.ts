import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { makeUpElectron } from '../standin/made-up-electron.ts'
import { editor } from './editor.ts'
import { launchDesktop } from './launch.ts'
import { expect, test } from './test.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'out/Leapgraph-linux-x64')
const resources = join(folder, 'resources')

test.describe('the package', () => {
  test.skip(process.platform !== 'linux' || process.arch !== 'x64', 'the made-up Electron is one for Linux on x64')
  test.describe.configure({ mode: 'serial' })

  test('is made, with a made-up Electron in place of the real one', () => {
    const zips = makeUpElectron(join(root, '.cache/made-up-electron'))
    const made = spawnSync('npm', ['run', 'package'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_ZIP_DIR: zips },
    })
    expect(made.status, made.stdout + made.stderr).toBe(0)
  })

  test('holds what runs and nothing else, below 150 MB', () => {
    const files = listPackage(join(resources, 'app.asar'), { isPack: false })
    expect(files).toContain('/.vite/app/electron/main.js')
    expect(files).toContain('/.vite/renderer/main_window/index.html')
    expect(files.filter(file => /^\/(tests|docs|renderer|engine|\.git)/.test(file))).toEqual([])
    expect(files.filter(file => file.endsWith('.ts'))).toEqual([])
    expect(files.filter(file => /onnxruntime-node\/bin\/napi-v6\/(win32|darwin|linux\/arm64)/.test(file))).toEqual([])
    const bytes = readdirSync(resources, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter(entry => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
    console.log(`payload without Electron: ${(bytes / 1e6).toFixed(0)} MB`)
    expect(bytes).toBeLessThan(150e6)
  })

  test('has its fuses blown and the licences of what it contains', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'leapgraph'))
    expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE)
    expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE)
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE)
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE)
    expect(wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(FuseState.ENABLE)
    const licences = readFileSync(join(resources, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    for (const name of [
      'onnxruntime-node',
      'sharp',
      'react-aria-components',
      'litegraph.js',
      '@fontsource-variable/inter',
    ])
      expect(licences).toContain(`\n${name} `)
  })

  test('makes a picture from its own files', async ({ userFolder }) => {
    const extracted = join(userFolder, 'package')
    extractAll(join(resources, 'app.asar'), extracted)
    const { app, page } = await launchDesktop({ userFolder, program: extracted, resources })
    await page.getByRole('button', { name: 'Make a first picture' }).click()
    await editor(page).seesPicture('SaveImage')
    await app.close()
  })
})
