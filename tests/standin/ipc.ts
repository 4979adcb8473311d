/** What a page says to the main process, and how it is answered. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string }

export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: readonly unknown[] }

type Handler = (event: object, ...args: readonly unknown[]) => unknown

const handlers = new Map<string, Handler>()

export const ipcMain = {
  handle(channel: string, handler: Handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
}

/** Never throws: an error goes to the page, in Electron's words. */
export async function answerInvoke(
  event: object,
  { id, channel, args }: FromPage & { kind: 'invoke' },
): Promise<ToPage> {
  try {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return { kind: 'answer', id, value: await handler(event, ...args) }
  } catch (error) {
    return { kind: 'error', id, message: `Error invoking remote method '${channel}': ${error}` }
  }
}
