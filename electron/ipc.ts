import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { requests } from '../runtime/contract/requests.ts'
import type { ConnectedWindow, Editor } from '../runtime/editor/editor.ts'
import { answer } from '../runtime/editor/page/answer.ts'
import { isOurPage } from './window/security.ts'

/** One handler for each request of the contract. A window receives every event from its first request on. */
export function answerWindows(editor: Editor): void {
  const windows = new WeakMap<WebContents, ConnectedWindow>()
  const windowOf = (contents: WebContents): ConnectedWindow => {
    const known = windows.get(contents)
    if (known) return known
    const window = editor.openWindow((event, data) => {
      if (!contents.isDestroyed()) contents.send(event, data)
    })
    windows.set(contents, window)
    contents.once('destroyed', window.close)
    return window
  }
  for (const channel of Object.keys(requests))
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isOurs(event)) throw new Error('Only Leapgraph’s own window may send requests.')
      return answer(windowOf(event.sender).handlers, channel, args)
    })
}

/** Whether a message comes from the main frame of our own page, and not from a frame inside it or another page. */
function isOurs({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurPage(senderFrame.url)
}
