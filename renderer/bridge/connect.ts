import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EditorEvents } from '../../runtime/contract/editor-events.ts'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import { readWire, type WireReply, type WireRequest, writeWire } from '../../runtime/contract/wire.ts'

declare global {
  interface Window {
    /** Set by electron/preload.ts; undefined in a browser. */
    readonly leapgraph?: EditorApi
  }
}

/** Is the program reachable? It always is on the desktop. */
export interface Connection {
  readonly isLost: boolean
  /** Seconds until the next try; 0 during a try. */
  readonly wait: number
}

export const createConnection = (): StoreApi<Connection> => createStore(() => ({ isLost: false, wait: 0 }))

/**
 * Connects to the program behind this window: over the desktop's bridge if there is one, else to the server of the page.
 *
 * @param connection  is kept up to date: a lost connection is opened again by itself
 */
export const connect = (connection: StoreApi<Connection>): Promise<EditorApi> =>
  window.leapgraph
    ? Promise.resolve(window.leapgraph)
    : openSocket(new URL('./socket', location.href), (isLost, wait) => connection.setState({ isLost, wait }))

interface Waiting {
  resolve(value: unknown): void
  reject(reason: Error): void
}

type Listeners = Map<string, Set<(data: never) => void>>

/** Seconds between two tries: one, then more and more, but not more than this. */
const longestWait = 5

/**
 * The contract over a WebSocket. A lost connection is opened again after a second, then after two, up to five; requests
 * without an answer fail, since nobody knows whether they arrived.
 */
export function openSocket(address: URL, onChange: (isLost: boolean, wait: number) => void): Promise<EditorApi> {
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const waiting = new Map<number, Waiting>()
  const listeners: Listeners = new Map()
  const opened = Promise.withResolvers<EditorApi>()
  let socket: WebSocket
  let questions = 0
  let tries = 0

  const dial = () => {
    socket = new WebSocket(address)
    socket.onopen = () => {
      tries = 0
      onChange(false, 0)
      opened.resolve(api)
    }
    socket.onmessage = ({ data }) => receive(readWire(String(data)) as WireReply, waiting, listeners)
    socket.onclose = () => {
      for (const asker of waiting.values()) asker.reject(new Error('The connection to Leapgraph was lost. Try again.'))
      waiting.clear()
      tries++
      countDown(Math.min(tries, longestWait))
    }
  }
  const countDown = (wait: number) => {
    onChange(true, wait)
    if (wait > 0) setTimeout(countDown, 1000, wait - 1)
    else dial()
  }

  const api: EditorApi = {
    request(channel, ...args) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      if (socket.readyState !== WebSocket.OPEN)
        reject(
          new Error(
            'Leapgraph is not reachable: the program that this window belongs to has ended or does not answer. Do this again when it is back.',
          ),
        )
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

function receive(reply: WireReply, waiting: Map<number, Waiting>, listeners: Listeners): void {
  if ('event' in reply) for (const listener of listeners.get(reply.event) ?? []) listener(reply.data as never)
  else {
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) asker?.reject(new Error(reply.error))
    else asker?.resolve(reply.value)
  }
}
