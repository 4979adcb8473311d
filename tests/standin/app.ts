import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { goesAhead } from './preventable.ts'
import { claimLock } from './single-instance.ts'

/** What `app` needs to know of a window. */
interface OpenWindow {
  /** Closes it unless a listener of `close` prevents that. @returns whether it is closed */
  tryClose(): Promise<boolean>
}

/** Which program runs, as `boot.cjs` has found it. */
export interface Program {
  readonly folder: string
  readonly name: string
  readonly version: string
  readonly isPackaged: boolean
}

class App extends EventEmitter {
  readonly windows = new Set<OpenWindow>()
  /** Documents of the system's list, newest last. */
  readonly recentDocuments: string[] = []
  /** Playwright's loader adds Chromium's switches here; the stand-in's Chromium has its own. */
  readonly commandLine = { appendSwitch() {} }
  isPackaged = false
  #program: Program = { folder: '', name: '', version: '', isPackaged: false }
  #ready = Promise.withResolvers<void>()
  #isReady = false
  #isQuitting = false

  start(program: Program): void {
    this.#program = program
    this.isPackaged = program.isPackaged
  }

  becomeReady(): void {
    this.#isReady = true
    this.emit('ready', {}, {})
    this.#ready.resolve()
  }

  isReady = (): boolean => this.#isReady
  whenReady = (): Promise<void> => this.#ready.promise
  getName = (): string => this.#program.name
  getVersion = (): string => this.#program.version
  getAppPath = (): string => this.#program.folder
  enableSandbox(): void {}

  getPath(name: string): string {
    const home = homedir()
    const settings = process.env.XDG_CONFIG_HOME || join(home, '.config')
    const given = process.argv.find(argument => argument.startsWith('--user-data-dir='))?.split('=')[1]
    const paths: Readonly<Record<string, string>> = {
      home,
      appData: settings,
      userData: given || join(settings, this.#program.name),
      temp: tmpdir(),
      documents: join(home, 'Documents'),
      pictures: join(home, 'Pictures'),
    }
    const path = paths[name]
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  addRecentDocument(path: string): void {
    this.recentDocuments.push(path)
  }

  requestSingleInstanceLock(): boolean {
    return claimLock(this.getPath('userData'), (argv, folder) => this.emit('second-instance', {}, argv, folder, null))
  }

  /** Closes every window, then ends; a window that does not close keeps the program running. */
  async quit(): Promise<void> {
    if (this.#isQuitting) return
    this.#isQuitting = true
    this.#isQuitting = goesAhead(this, 'before-quit') && (await this.#closeWindows()) && goesAhead(this, 'will-quit')
    if (this.#isQuitting) this.exit()
  }

  async #closeWindows(): Promise<boolean> {
    for (const window of this.windows) if (!(await window.tryClose())) return false
    return true
  }

  exit(code = 0): never {
    this.emit('quit', {}, code)
    process.exit(code)
  }

  forget(window: OpenWindow): void {
    this.windows.delete(window)
    if (this.windows.size > 0 || this.#isQuitting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else void this.quit()
  }
}

export const app = new App()
