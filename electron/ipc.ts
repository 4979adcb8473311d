import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { requests } from '../runtime/contract/requests.ts'
import type { Editor } from '../runtime/editor/editor.ts'
import { answer } from '../runtime/editor/page/answer.ts'
import { isOurPage } from './window/security.ts'

/** One handler for each request of the contract, and every event to every window. */
export function answerWindows(editor: Editor): void {
  for (const channel of Object.keys(requests))
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isOurs(event)) throw new Error('Only Leapgraph’s own window may send requests.')
      return answer(editor.handlers, channel, args)
    })
  editor.listen((event, data) => {
    for (const window of BrowserWindow.getAllWindows()) if (!window.isDestroyed()) window.webContents.send(event, data)
  })
}

/** Whether a message comes from the main frame of our own page, and not from a frame inside it or another page. */
function isOurs({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOurPage(senderFrame.url)
}
