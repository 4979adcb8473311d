import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'

/** The rest of the system: dialogs that everybody cancels, a clipboard and a file window that remember, one screen. */
export const dialog = {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
}

export const shell = {
  /** Addresses and files that were opened, oldest first. */
  opened: [] as string[],
  revealed: [] as string[],
  async openExternal(url: string) {
    shell.opened.push(url)
  },
  showItemInFolder(path: string) {
    shell.revealed.push(path)
  },
}

export class ClipboardItem {
  readonly types: readonly string[]
  readonly #items: Readonly<Record<string, Blob>>

  constructor(items: Readonly<Record<string, Blob>>) {
    this.#items = items
    this.types = Object.keys(items)
  }

  getType = async (type: string): Promise<Blob | undefined> => this.#items[type]
}

let copied: readonly ClipboardItem[] = []
export const clipboard = {
  async write(items: readonly ClipboardItem[]) {
    copied = items
  },
  read: async () => [...copied],
}

class NativeImage {
  readonly #bytes: Buffer
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  isEmpty = (): boolean => this.#bytes.length === 0
  toPNG = (): Buffer => this.#bytes
}

export const nativeImage = {
  createFromPath: (path: string) => new NativeImage(readFileSync(path)),
}

const area = { x: 0, y: 0, width: 1920, height: 1080 }
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [{ id: 1, scaleFactor: 1, bounds: area, workArea: area }],
})

type PermissionHandler = (...asked: readonly unknown[]) => unknown

/** Chromium asks nobody here; a test calls the handlers itself. */
export const session = {
  defaultSession: {
    onRequest: null as PermissionHandler | null,
    onCheck: null as PermissionHandler | null,
    setPermissionRequestHandler(handler: PermissionHandler) {
      session.defaultSession.onRequest = handler
    },
    setPermissionCheckHandler(handler: PermissionHandler) {
      session.defaultSession.onCheck = handler
    },
  },
}
