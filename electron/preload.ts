import { contextBridge, ipcRenderer } from 'electron'
import { type EditorEvents, editorEvents } from '../runtime/contract/editor-events.ts'
import type { EditorApi } from '../runtime/contract/requests.ts'

/** The names of the requests of the contract. The build puts them here, so that the schemas stay out of this script. */
declare const knownChannels: readonly string[]

/** `window.leapgraph`: the contract and nothing else. The main process checks who asks, and the arguments. */
const api: EditorApi = {
  async request(channel, ...args) {
    if (!knownChannels.includes(channel)) throw new Error(`there is no request named '${channel}'`)
    return ipcRenderer.invoke(channel, ...args)
  },
  on(event, listener) {
    if (!editorEvents.includes(event)) throw new Error(`there is no event named '${event}'`)
    const receive = (_: unknown, data: EditorEvents[typeof event]) => listener(data)
    ipcRenderer.on(event, receive)
    return () => void ipcRenderer.off(event, receive)
  },
}

contextBridge.exposeInMainWorld('leapgraph', api)
