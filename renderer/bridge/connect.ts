import type { EditorEvents } from '../../runtime/contract/editor-events.ts'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import { readWire, type WireReply, type WireRequest, writeWire } from '../../runtime/contract/wire.ts'

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

interface Waiting {
  resolve(value: unknown): void
  reject(reason: Error): void
}

/**
 * The contract over a WebSocket. A lost connection is opened again every second; requests without an answer fail, since
 * nobody knows whether they arrived.
 */
export function openSocket(address: URL, onLost: (lost: boolean) => void): Promise<EditorApi> {
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Set<(data: never) => void>>()
  const opened = Promise.withResolvers<EditorApi>()
  let socket: WebSocket
  let questions = 0

  const receive = (reply: WireReply) => {
    if ('event' in reply) for (const listener of listeners.get(reply.event) ?? []) listener(reply.data as never)
    else {
      const asker = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('error' in reply) asker?.reject(new Error(reply.error))
      else asker?.resolve(reply.value)
    }
  }

  const dial = () => {
    socket = new WebSocket(address)
    socket.onopen = () => {
      onLost(false)
      opened.resolve(api)
    }
    socket.onmessage = ({ data }) => receive(readWire(String(data)) as WireReply)
    socket.onclose = () => {
      onLost(true)
      for (const asker of waiting.values()) asker.reject(new Error('The connection to Leapgraph was lost. Try again.'))
      waiting.clear()
      setTimeout(dial, 1000)
    }
  }

  const api: EditorApi = {
    request(channel, ...args) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      if (socket.readyState !== WebSocket.OPEN) reject(new Error('Leapgraph is not running. Start it again.'))
      else {
        const id = ++questions
        waiting.set(id, { resolve, reject })
        socket.send(writeWire({ id, channel, args } satisfies WireRequest))
      }
      // Each channel's answer has the type the contract gives it; the wire carries them all.
      return promise as ReturnType<EditorApi['request']> as never
    },
    on(event: keyof EditorEvents, listener: (data: never) => void) {
      const known = listeners.get(event) ?? new Set()
      listeners.set(event, known.add(listener))
      return () => known.delete(listener)
    },
  }

  dial()
  return opened.promise
}
