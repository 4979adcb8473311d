import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from '@playwright/test'
import { type HostOptions, ready, type StartApp } from './hosts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const standin = join(root, 'tests/standin')

/**
 * Which Electron the specs run: the real one where its program has been downloaded, else the stand-in, which is Node
 * and Debian's Chromium behind Electron's interface. A green run of the stand-in is not a run of Electron.
 */
export const electronKind = (): 'real' | 'stand-in' => {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return 'stand-in'
  const folder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..')
  return existsSync(join(folder, 'dist/version')) ? 'real' : 'stand-in'
}

export interface DesktopOptions extends HostOptions {
  /** Another folder than the sources: what a package holds. */
  readonly program?: string
  /** Where a package keeps what is not in its archive. */
  readonly resources?: string
}

/** The desktop application, with a handle on its main process. */
export const launchDesktop = async ({ userFolder, models, open = [], program = root, resources }: DesktopOptions) => {
  if (electronKind() === 'stand-in') process.env.ELECTRON_OVERRIDE_DIST_PATH = standin
  const out = join(userFolder, 'output')
  const app = await _electron.launch({
    args: [program, `--user-data-dir=${userFolder}`, '--out', out, ...(models ? ['--models', models] : []), ...open],
    env: {
      ...process.env,
      STANDIN_NODE: process.execPath,
      ...(resources && { STANDIN_RESOURCES: resources }),
    } as Record<string, string>,
  })
  const page = await app.firstWindow()
  await ready(page)
  return { app, page }
}

const childrenOf = (pid: number): number[] =>
  spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number)

function killGroup(pid: number): void {
  for (const target of [-pid, pid])
    try {
      process.kill(target, 'SIGKILL')
    } catch {
      // It is gone already, or leads no group.
    }
}

export const startOnDesktop: StartApp = async options => {
  const { app, page } = await launchDesktop(options)
  return {
    page,
    program: app.process().pid!,
    close: () => app.close(),
    async kill() {
      const child = app.process()
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise(resolve => child.once('exit', resolve))
      const family = childrenOf(child.pid!)
      child.kill('SIGKILL')
      // The stand-in's browser and engine lead groups of their own.
      for (const pid of family) killGroup(pid)
      await gone
    },
  }
}
