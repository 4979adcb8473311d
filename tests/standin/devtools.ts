import { EventEmitter } from 'node:events'
import type { CDPSession } from '@playwright/test'

/** One conversation in Chromium's DevTools protocol: with the browser, or with one page. */
export type Session = Pick<CDPSession, 'send' | 'on' | 'once'>

export interface Connection {
  readonly browser: Session
  page(sessionId: string): Session
  onClose(listener: () => void): void
}

interface Asked {
  readonly method: string
  resolve(result: unknown): void
  reject(error: Error): void
}

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** @throws Error when nobody answers at the address */
export async function connect(url: string): Promise<Connection> {
  const socket = new WebSocket(url)
  await new Promise<void>((opened, failed) => {
    socket.onopen = () => opened()
    socket.onerror = () => failed(new Error(`Chromium does not answer at ${url}`))
  })
  const asked = new Map<number, Asked>()
  const sessions = new Map<string, EventEmitter>()
  const ended = new EventEmitter()
  let count = 0

  const open = (sessionId = ''): Session => {
    const events = new EventEmitter().setMaxListeners(0)
    sessions.set(sessionId, events)
    const send = (method: string, params: unknown = {}) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return reject(new Error('the browser is closed'))
        const id = ++count
        asked.set(id, { method, resolve, reject })
        socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
      })
    // The protocol's own types say what each method takes and answers.
    return Object.assign(events, { send }) as unknown as Session
  }

  socket.onmessage = ({ data }) => {
    const { id, sessionId = '', method, params, result, error } = JSON.parse(String(data)) as Message
    if (id === undefined) return void sessions.get(sessionId)?.emit(method ?? '', params)
    const question = asked.get(id)
    asked.delete(id)
    if (error) question?.reject(new Error(`${question.method}: ${error.message}`))
    else question?.resolve(result)
  }
  socket.onclose = () => {
    for (const { reject } of asked.values()) reject(new Error('the browser is closed'))
    asked.clear()
    ended.emit('close')
  }
  return { browser: open(), page: open, onClose: listener => void ended.once('close', listener) }
}
