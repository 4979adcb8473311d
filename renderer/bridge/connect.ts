import type { EditorApi } from '../../runtime/contract/requests.ts'
import { openSocket } from './socket.ts'

declare global {
  interface Window {
    /** Put there by electron/preload.ts; absent in a browser. */
    readonly leapgraph?: EditorApi
  }
}

/**
 * The program behind this window: the desktop's bridge where there is one, else the server the page came from.
 *
 * @param onLost  the connection broke; it is taken up again by itself
 */
export const connect = (onLost: (lost: boolean) => void): Promise<EditorApi> =>
  window.leapgraph ? Promise.resolve(window.leapgraph) : openSocket(new URL('./socket', location.href), onLost)
