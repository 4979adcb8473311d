import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { WebSocket } from '@fastify/websocket'
import { z } from 'zod'
import { parseJson } from '../../graph/json.ts'
import type { EditorEvents } from '../../runtime/contract/editor-events.ts'
import type { Editor } from '../../runtime/editor/editor.ts'
import type { QueuedRun } from '../../runtime/store/run-store.ts'
import { type Frames, jsonFrame, pictureFrames } from './frames.ts'
import { remaining } from './queue-items.ts'
import { createRunMessages, type Message, type RunMessages } from './run-messages.ts'
import { features } from './system.ts'

/** The most clients at one time, the most messages of one in a second, and the longest, in characters. */
const mostClients = 300
const mostMessages = 50
const longestMessage = 64 * 1024

/** Bytes that a client leaves unread: beyond the first it gets no previews, beyond the second it is cut off. */
const lateBytes = 4 * 1024 * 1024

interface Client {
  readonly id: string
  readonly socket: WebSocket
  wantsMetadata: boolean
}

interface Following {
  readonly run: QueuedRun
  readonly messages: RunMessages
  hasEnded: boolean
}

/**
 * The clients of `/ws`. They receive what windows receive, in ComfyUI's words.
 *
 * @returns adds a client
 */
export function createSockets({ openWindow, parts }: Pick<Editor, 'openWindow' | 'parts'>, mostUnread: number) {
  const clients = createClients(mostUnread)
  let following: Following | null = null
  const status = () => ({ exec_info: { queue_remaining: remaining(parts.runs.present) } })

  const onRun = ({ run: id, event }: EditorEvents['run']) => {
    const { running } = parts.runs.present
    // A run that was removed before its turn reports its end as well.
    if (running?.id !== id) return
    if (following?.run.id !== id) following = { run: running, messages: createRunMessages(running), hasEnded: false }
    clients.send(following.messages.on(event), following.run)
    if (event.kind === 'run-end') following.hasEnded = true
  }
  const onQueue = () => {
    clients.send([{ type: 'status', data: { status: status() } }])
    if (!following?.hasEnded) return
    const { run } = following
    following = null
    // Older clients take this for the end of a run.
    clients.send([{ type: 'executing', data: { node: null, prompt_id: run.id } }], run)
  }
  openWindow((event, data) => {
    if (event === 'run') onRun(data as EditorEvents['run'])
    else if (event === 'queue') onQueue()
  })

  return (socket: WebSocket, clientId: string): void => {
    const client = clients.add(socket, clientId)
    if (!client) return
    clients.sendTo(client, jsonFrame('status', { status: status(), sid: client.id }))
    if (!following || following.hasEnded || !isFor(client, following.run)) return
    for (const message of following.messages.present())
      if ('type' in message) clients.sendTo(client, jsonFrame(message.type, message.data))
  }
}

/** A run that a window asked for is for all clients. */
const isFor = ({ id }: Client, run: QueuedRun | undefined): boolean => (run?.request?.client ?? id) === id

function createClients(mostUnread: number) {
  const clients = new Map<string, Client>()
  /** Sends one after the other: a picture has to be read from its file first. */
  let sending: Promise<void> = Promise.resolve()
  const sendTo = ({ socket, wantsMetadata }: Client, frames: Frames) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > mostUnread) socket.terminate()
    else if (frames.isNeeded || socket.bufferedAmount < lateBytes)
      socket.send(wantsMetadata ? frames.withMetadata : frames.plain)
  }
  const sendNext = async (message: Message, run?: QueuedRun) => {
    const receivers = [...clients.values()].filter(client => isFor(client, run))
    if (receivers.length === 0) return
    const frames = await framesOf(message, run?.id ?? '')
    for (const client of receivers) sendTo(client, frames)
  }
  return {
    sendTo,
    send(messages: readonly Message[], run?: QueuedRun): void {
      // A picture that was deleted meanwhile is not sent.
      for (const message of messages) sending = sending.then(() => sendNext(message, run)).catch(() => {})
    },
    /** Where a client has that id already, the new one takes its place. @returns null when there are too many */
    add(socket: WebSocket, clientId: string): Client | null {
      if (clients.size >= mostClients) {
        socket.close(1013, `There are ${mostClients} clients already.`)
        return null
      }
      const client = { id: clientId || randomUUID().replaceAll('-', ''), socket, wantsMetadata: false }
      clients.set(client.id, client)
      const leave = () => {
        if (clients.get(client.id) === client) clients.delete(client.id)
      }
      socket.on('close', leave)
      socket.on('error', leave)
      listen(client)
      return client
    },
  }
}

const framesOf = async (message: Message, run: string): Promise<Frames> => {
  if ('type' in message) return jsonFrame(message.type, message.data)
  if ('preview' in message) return pictureFrames(message.preview, 'jpeg', message.node, run)
  return pictureFrames(await readFile(message.picture), 'png', message.node, run)
}

const flags = z.looseObject({
  type: z.literal('feature_flags'),
  data: z.looseObject({ supports_preview_metadata: z.unknown().optional() }),
})

/** The first message may tell what the client understands; the others are ignored, as ComfyUI does. */
function listen(client: Client): void {
  const { socket } = client
  let isFirst = true
  let recent = 0
  let second = 0
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    const now = Math.floor(Date.now() / 1000)
    recent = now === second ? recent + 1 : 1
    second = now
    if (recent > mostMessages || data.length > longestMessage)
      return socket.close(1008, 'Too many or too long messages.')
    const found = isFirst && !isBinary ? flags.safeParse(readJson(data)).data : undefined
    isFirst = false
    if (!found) return
    client.wantsMetadata = Boolean(found.data.supports_preview_metadata)
    socket.send(jsonFrame('feature_flags', features).plain)
  })
}

function readJson(data: Buffer): unknown {
  try {
    return parseJson(data.toString('utf8'))
  } catch {
    return null
  }
}
