import { contextBridge, ipcRenderer } from 'electron'
import { type EditorEvents, editorEvents } from '../runtime/contract/editor-events.ts'
import type { EditorApi } from '../runtime/contract/requests.ts'

/** `window.leapgraph`: the contract and nothing else. The main process checks the channels. */
const api: EditorApi = {
  request: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  on(event, listener) {
    if (!editorEvents.includes(event)) throw new Error(`there is no event named '${event}'`)
    const receive = (_: unknown, data: EditorEvents[typeof event]) => listener(data)
    ipcRenderer.on(event, receive)
    return () => void ipcRenderer.off(event, receive)
  },
}

contextBridge.exposeInMainWorld('leapgraph', api)
