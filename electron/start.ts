import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildApp } from './build.ts'

/** `npm start`: the desktop application where Electron can be had, the same editor in the browser where not. */
const root = join(import.meta.dirname, '..')
const binary = await electronBinary()
if (binary) {
  await buildApp()
  run(binary, [root, ...process.argv.slice(2)])
} else {
  process.stderr.write('Electron could not be downloaded here; the same editor opens in your browser instead.\n')
  run(process.execPath, [join(root, 'server/main.ts'), 'serve', '--open', ...process.argv.slice(2)])
}

/** Electron's program, downloaded if need be; null where it cannot be. */
async function electronBinary(): Promise<string | null> {
  const require = createRequire(import.meta.url)
  try {
    // The package answers its program's path, and downloads it the first time.
    const path: unknown = require('electron')
    if (typeof path === 'string' && existsSync(path)) return path
    return await downloaded(require.resolve('electron/install.js'))
  } catch {
    return null
  }
}

function downloaded(installer: string): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const child = spawn(process.execPath, [installer], { stdio: 'ignore' })
  child.on('error', () => resolve(null))
  child.on('exit', code => {
    const path: unknown = code === 0 ? createRequire(import.meta.url)('electron') : null
    resolve(typeof path === 'string' && existsSync(path) ? path : null)
  })
  return promise
}

function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 1))
}
