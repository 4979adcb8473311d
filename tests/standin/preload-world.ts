import type { createClone } from './clone.ts'
import type { FromPage, ToPage } from './ipc.ts'
import type { Argument, Call, Outcome, Shape } from './page-world.ts'

type Listener = (event: object, ...args: readonly unknown[]) => void
type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void

/**
 * The preload's half, which runs in an isolated world of the page as source text: `contextBridge` and `ipcRenderer`,
 * then the preload itself, with the `require` of a sandbox.
 *
 * @param binding  the name of the function that Chromium gives this world alone to speak to the main process
 */
export function preloadWorld(
  secret: string,
  binding: string,
  { toText, fromText }: ReturnType<typeof createClone>,
  preload: Preload,
): void {
  let count = 0
  const functions = new Map<number, (...args: readonly unknown[]) => unknown>()
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, Listener[]>()
  const world = globalThis as unknown as Record<string, (text: string) => void>
  const tell = (message: FromPage) => world[binding]!(toText(message))
  const say = (kind: string, detail: unknown) =>
    document.dispatchEvent(new CustomEvent(`${secret}:${kind}`, { detail }))
  const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

  const shapeOf = (value: unknown): Shape => {
    if (typeof value === 'function') {
      functions.set(++count, value as () => unknown)
      return { function: count }
    }
    const isData =
      typeof value !== 'object' || value === null || !Object.values(value).some(v => typeof v === 'function')
    if (isData) return { value }
    return { members: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)])) }
  }
  const unwrap = (argument: Argument) =>
    'callback' in argument
      ? (...args: readonly unknown[]) => say('callback', { id: argument.callback, args })
      : argument.value
  const call = ({ id, function: target, args }: Call): void => {
    const end = (outcome: Omit<Outcome, 'id'>) => say('outcome', { id, ...outcome })
    try {
      const result = functions.get(target)!(...args.map(unwrap))
      if (!(result instanceof Promise)) return void end({ shape: shapeOf(result) })
      end({ promised: true })
      result.then(
        value => end({ shape: shapeOf(value) }),
        error => end({ error: sentence(error) }),
      )
    } catch (error) {
      end({ error: sentence(error) })
    }
  }
  document.addEventListener(`${secret}:call`, event => call((event as CustomEvent<Call>).detail))
  document.addEventListener(`${secret}:open`, event => tell({ kind: 'open', url: (event as CustomEvent).detail }))

  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => void say('expose', { name, shape: shapeOf(api) }),
  }
  const ipcRenderer = {
    invoke: (channel: string, ...args: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++count
        asked.set(id, { resolve, reject })
        tell({ kind: 'invoke', id, channel, args })
      }),
    on: (channel: string, listener: Listener) =>
      void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    off: (channel: string, listener: Listener) =>
      void listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter(other => other !== listener),
      ),
  }
  world.standinReceive = text => {
    const message = fromText(text) as ToPage
    if (message.kind === 'event') for (const listen of listeners.get(message.channel) ?? []) listen({}, ...message.args)
    else if (message.kind === 'answer') asked.get(message.id)?.resolve(message.value)
    else asked.get(message.id)?.reject(new Error(message.message))
    if (message.kind !== 'event') asked.delete(message.id)
  }

  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return { contextBridge, ipcRenderer }
  }
  try {
    const module = { exports: {} }
    preload(require, module, module.exports)
  } catch (error) {
    tell({ kind: 'failed', message: sentence(error) })
  }
}
