import type { WebSocket } from '@fastify/websocket'
import { z } from 'zod'
import { readWire, type WireReply, writeWire } from '../../runtime/contract/wire.ts'
import type { Editor } from '../../runtime/editor/editor.ts'
import { answer } from '../../runtime/editor/page/answer.ts'

const request = z.object({ id: z.number().int(), channel: z.string().max(100), args: z.array(z.unknown()).max(10) })

/** What the server needs of an editor. */
export type Served = Pick<Editor, 'openWindow' | 'parts'>

/**
 * Serves the contract over one WebSocket: answers each request and sends every event.
 *
 * @param mostUnread  bytes; a window that leaves more of them unread is cut off, and connects again when it reads
 */
export function serveEditor(socket: WebSocket, editor: Served, mostUnread: number): void {
  const send = (reply: WireReply) => {
    if (socket.bufferedAmount > mostUnread) socket.terminate()
    if (socket.readyState === socket.OPEN) socket.send(writeWire(reply))
  }
  const window = editor.openWindow((event, data) => send({ event, data }))
  socket.on('close', window.close)
  socket.on('error', window.close)
  socket.on('message', (data: unknown) => {
    const asked = readRequest(String(data))
    if (!asked) socket.close(1003, 'That was not a request.')
    else
      answer(window.handlers, asked.channel, asked.args).then(
        value => send({ id: asked.id, value }),
        error => send({ id: asked.id, error: error instanceof Error ? error.message : String(error) }),
      )
  })
}

function readRequest(text: string): z.infer<typeof request> | null {
  try {
    return request.safeParse(readWire(text)).data ?? null
  } catch {
    return null
  }
}
