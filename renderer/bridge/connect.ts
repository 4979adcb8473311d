import type { EditorApi } from '../../runtime/contract/requests.ts'
import { openSocket } from './socket.ts'

declare global {
  interface Window {
    /** Set by electron/preload.ts; undefined in a browser. */
    readonly leapgraph?: EditorApi
  }
}

/**
 * Connects to the program behind this window: over the desktop's bridge if there is one, else to the server of the page.
 *
 * @param onLost  the connection was lost, or is back: it reconnects by itself
 */
export const connect = (onLost: (lost: boolean) => void): Promise<EditorApi> =>
  window.leapgraph ? Promise.resolve(window.leapgraph) : openSocket(new URL('./socket', location.href), onLost)
