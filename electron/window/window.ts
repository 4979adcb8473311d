import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, dialog, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import type { Editor } from '../../runtime/editor/editor.ts'
import { pageOrigin } from './security.ts'

const preload = fileURLToPath(new URL('../preload.cjs', import.meta.url))

const state = z.object({
  bounds: z
    .object({ x: z.number(), y: z.number(), width: z.number().min(400), height: z.number().min(300) })
    .nullable(),
  maximized: z.boolean(),
})
type WindowState = z.infer<typeof state>

/** The editor's window, at its last place. */
export function openWindow(editor: Editor): BrowserWindow {
  const last = readState()
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...(last.bounds && isOnScreen(last.bounds) && last.bounds),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Leapgraph',
    backgroundColor: ground(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      // A run and its progress continue in a covered window.
      backgroundThrottling: false,
    },
  })
  if (last.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  closeGently(window, editor)
  void window.loadURL(`${pageOrigin}/`)
  return window
}

/** The colour of the window until its page is drawn: the dark theme's ground, from the page's own tokens. */
function ground(): string {
  const tokens = readFileSync(new URL('../../renderer/look/tokens.css', import.meta.url), 'utf8')
  return /--ground: ([^;]+);/.exec(tokens)![1]!
}

/** How long the page may take to write the journal before it closes, in milliseconds. */
const patience = 3000

/** Before the window closes, the page writes the latest edits to the journal; then the window's place is saved. */
function closeGently(window: BrowserWindow, editor: Editor): void {
  let isReady = false
  window.on('close', event => {
    if (isReady) return
    event.preventDefault()
    writeState({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
    const finish = () => {
      clearTimeout(timer)
      end()
      isReady = true
      window.close()
    }
    const timer = setTimeout(finish, patience)
    const end = editor.onTabsWritten(finish)
    editor.send('closing', null)
  })
}

const file = () => join(app.getPath('userData'), 'window.json')

function readState(): WindowState {
  try {
    return state.parse(JSON.parse(readFileSync(file(), 'utf8')))
  } catch {
    return { bounds: null, maximized: false }
  }
}

function writeState(now: WindowState): void {
  try {
    writeFileSync(file(), JSON.stringify(now))
  } catch {
    // A failure to save the window's place is ignored while it closes.
  }
}

/** A screen may have been disconnected since. */
const isOnScreen = ({ x, y, width, height }: Rectangle): boolean =>
  screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        x + width > area.x + 60 &&
        x < area.x + area.width - 60 &&
        y >= area.y - 10 &&
        y + height > area.y &&
        y < area.y + area.height - 60,
    )

/** More crashes than this within a minute count as a loop. */
const most = 3

/** A page that crashes is loaded again; the journal holds the open documents. If it crashes repeatedly, the user decides. */
export function keepWindowAlive(window: BrowserWindow): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = Date.now()
    crashes = [...crashes.filter(time => now - time < 60_000), now]
    if (crashes.length <= most) {
      window.webContents.reload()
      return
    }
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window keeps crashing.',
        detail: 'Your workflows are saved. Load the window again, or close Leapgraph and start it later.',
        buttons: ['Load again', 'Close Leapgraph'],
      })
      .then(({ response }) => {
        crashes = []
        if (response === 0) window.webContents.reload()
        else window.destroy()
      })
  })
}
