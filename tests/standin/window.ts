import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { app } from './app.ts'
import { WebContents } from './contents.ts'
import { goesAhead } from './preventable.ts'

/** `BrowserWindow`: a page of Chromium with a place of its own on a screen that is not there. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  #bounds: Rectangle
  #isMaximized = false
  #isMinimized = false
  #isVisible: boolean

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences = {} } = options
    const { preload, sandbox, contextIsolation, nodeIntegration } = webPreferences
    if (!preload || !sandbox || contextIsolation === false || nodeIntegration)
      throw new Error('The stand-in has only sandboxed, isolated windows with a preload.')
    this.#bounds = { x, y, width, height }
    this.#isVisible = show
    this.webContents = new WebContents({ preload, width, height, onGone: () => this.#gone() })
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    app.windows.add(this)
    app.emit('web-contents-created', {}, this.webContents)
  }

  static getAllWindows = (): BrowserWindow[] => [...app.windows].filter(window => window instanceof BrowserWindow)
  static getFocusedWindow = (): BrowserWindow | null =>
    BrowserWindow.getAllWindows().findLast(window => window.#isVisible) ?? null
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find(window => window.webContents === contents) ?? null

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url)

  show(): void {
    this.#isVisible = true
    this.emit('show')
  }
  focus = (): void => void this.emit('focus')
  isVisible = (): boolean => this.#isVisible

  maximize(): void {
    this.#isMaximized = true
  }
  isMaximized = (): boolean => this.#isMaximized
  minimize(): void {
    this.#isMinimized = true
  }
  restore(): void {
    this.#isMinimized = false
  }
  isMinimized = (): boolean => this.#isMinimized

  getNormalBounds = (): Rectangle => ({ ...this.#bounds })
  getBounds = (): Rectangle => ({ ...this.#bounds })
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
  }

  isDestroyed = (): boolean => !app.windows.has(this)
  close = (): void => void this.tryClose()

  async tryClose(): Promise<boolean> {
    await this.webContents.attached
    if (!goesAhead(this, 'close')) return false
    await this.webContents.destroy()
    return true
  }

  destroy = (): void => void this.webContents.destroy()

  #gone(): void {
    app.forget(this)
    this.emit('closed')
  }
}
