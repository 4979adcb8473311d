import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildApp } from './build.ts'

/** `npm start`: the desktop application if Electron is available, otherwise the same editor in the browser. */
const root = join(import.meta.dirname, '..')
const found = electron()
if ('program' in found) {
  await buildApp()
  run(found.program, [root, ...process.argv.slice(2)])
} else {
  process.stderr.write(`${found.why}; the same editor opens in your browser instead.\n`)
  run(process.execPath, [join(root, 'server/main.ts'), 'serve', '--open', ...process.argv.slice(2)])
}

/** Electron's executable, or why it is missing. */
function electron(): { readonly program: string } | { readonly why: string } {
  const isStandin = process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!hasScreen && !isStandin) return { why: 'There is no display for a window' }
  try {
    // The package returns the path of its executable, and downloads it the first time.
    const program: unknown = createRequire(import.meta.url)('electron')
    if (typeof program === 'string' && existsSync(program)) return { program }
  } catch {
    // Electron printed its own message; ours says what happens next.
  }
  return { why: 'Electron could not be downloaded' }
}

function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 1))
}
